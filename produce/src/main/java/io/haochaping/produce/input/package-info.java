/** What stands in a file: lines with their numbers, and for each the row or the reason why there is none. */
package io.haochaping.produce.input;
