package io.haochaping.explain;

import java.util.SortedMap;

/** How an answer is said. */
interface Output {
    /** @param stored by measure, what the store says at the cut */
    void figure(StoreCut cut, Lines lines, SortedMap<String, Long> stored);

    void caseFound(StoreCut cut, CaseSearch.Found found);

    void fate(StoreCut cut, Place place, CaseSearch.Fate fate);
}
