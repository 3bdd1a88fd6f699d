/**
 * Traffic with truth by construction. A scenario decides what a case is and what it must contribute, and only then has its records written
 * and scattered; nothing here reads a record back to find out what it means. The package therefore shares no code with ledger or rules, and
 * where it repeats a rule (calendar, buckets, codes) it does so in its own words, from docs/counting.md.
 */
package io.haochaping.traffic;
