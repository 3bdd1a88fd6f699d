/** What every desk of a person's decisions is made of: its command line, its refusals, topics that are read whole, and sending that happens once. */
package io.haochaping.desk;
