/** What a mapping file says, and what it makes of a line. */
package io.haochaping.produce.mapping;
