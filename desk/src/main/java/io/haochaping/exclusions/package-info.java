/** Ratings that do not count because a person or a job decided so, and decisions that are taken back. */
package io.haochaping.exclusions;
