package io.haochaping.explain;

import io.haochaping.domain.ledger.CaseLedger;
import io.haochaping.domain.ledger.Contribution;
import io.haochaping.domain.record.Fact;
import io.haochaping.domain.record.FactKind;
import io.haochaping.kit.Decisions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Asks the ledger what the records of a case contribute, and finds for each contribution where its records lie. Serves one thread. */
final class CaseAccount {
    /** A contribution with its records where they lie. */
    record Told(Contribution what, Held record, Held other) {}

    private record CopyKey(FactKind kind, int ordinal, long content) {
        static CopyKey of(Fact fact) {
            return new CopyKey(fact.kind, fact.ordinal, fact.content);
        }
    }

    private final List<Contribution> contributions = new ArrayList<>();
    private final CaseLedger ledger;

    /** @param minutesAfter the minute rows after it are all that the cut holds */
    CaseAccount(Decisions decisions, long minutesAfter) {
        ledger = decisions.newLedger().keepingMinutesAfter(minutesAfter).witnessedBy(contributions::add);
    }

    /** @param records all of one case, by partition and offset */
    List<Told> of(List<Held> records) {
        contributions.clear();
        Map<Fact, Held> asRead = new IdentityHashMap<>();
        Map<CopyKey, Held> ofCopies = new HashMap<>();
        for (Held held : records) {
            asRead.put(held.fact(), held);
            ofCopies.putIfAbsent(CopyKey.of(held.fact()), held);
        }
        ledger.account(records.stream().map(Held::fact).toList());
        List<Told> told = new ArrayList<>(contributions.size());
        for (Contribution what : contributions) {
            told.add(new Told(what, held(what.record(), asRead, ofCopies), held(what.other(), asRead, ofCopies)));
        }
        return told;
    }

    /** A record that has copies appears merged with them, and lies where its first copy does. */
    private static Held held(Fact fact, Map<Fact, Held> asRead, Map<CopyKey, Held> ofCopies) {
        if (fact == null) {
            return null;
        }
        Held known = asRead.get(fact);
        return known != null ? known : ofCopies.get(CopyKey.of(fact));
    }
}
