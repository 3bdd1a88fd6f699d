/** The topic a file goes to: what it must be set to, what of the file it holds already, how lines get into it once. */
package io.haochaping.produce.topic;
