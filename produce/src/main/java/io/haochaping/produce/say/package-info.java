/** How the command speaks: sentences in both languages, refusals with their exit code, the nearest real name. */
package io.haochaping.produce.say;
