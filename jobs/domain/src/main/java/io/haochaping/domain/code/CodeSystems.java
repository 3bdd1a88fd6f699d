package io.haochaping.domain.code;

import io.haochaping.domain.calendar.ShanghaiTime;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which code systems a record may declare, by when it was appended: the built-in ones since ever, those of rules files from a day on. A name means one thing at a time in the whole
 * decision set, whoever declares it: a record says its system, and its region is read later. Immutable.
 */
public final class CodeSystems {
    /** What stands in front of name and day in a decision set. */
    public static final String DECISION = "code-system ";

    private static final CodeSystems BUILT_IN = new CodeSystems(new TreeMap<>());

    /** The built-in ones, then the others, the latest first, so that the first that fits holds. */
    private final Declared[] inOrder;

    private final SortedMap<String, Declared> byDecision;

    /**
     * A system as a rules file declares it.
     *
     * @param owner the profile; empty: built in
     * @param place where it is written, for messages
     * @param knownFrom milliseconds, the beginning of a day; holds until the same profile declares the name anew
     */
    public record Declared(String owner, String place, CodeSystem system, long knownFrom) {
        public Declared(String owner, String place, CodeSystem system, LocalDate knownFrom) {
            this(owner, place, system, ShanghaiTime.startOfDay(knownFrom.toEpochDay()));
        }

        static Declared builtIn(CodeSystem system) {
            return new Declared("", "", system, Long.MIN_VALUE);
        }

        /** The day from which on it is known, which tells its meaning from an earlier one of the name; empty for what is built in and has but one. */
        public String since() {
            return owner.isEmpty()
                    ? ""
                    : LocalDate.ofEpochDay(ShanghaiTime.dayIndex(knownFrom)).toString();
        }

        String decision() {
            return DECISION + system.code() + "@" + since();
        }
    }

    /** @param byDecision none of them built in */
    private CodeSystems(SortedMap<String, Declared> byDecision) {
        List<Declared> all = new ArrayList<>();
        CodeSystem.BUILT_IN.forEach(system -> all.add(Declared.builtIn(system)));
        byDecision.values().stream()
                .sorted(Comparator.comparing(Declared::knownFrom).reversed())
                .forEach(all::add);
        this.inOrder = all.toArray(Declared[]::new);
        this.byDecision = byDecision;
    }

    public static CodeSystems builtIn() {
        return BUILT_IN;
    }

    /**
     * The built-in ones and these.
     *
     * @throws IllegalArgumentException where a name means two things at one time, or not what it means built in; the message names both places
     */
    public static CodeSystems of(List<Declared> declarations) {
        Map<String, SortedMap<String, SortedMap<Long, Declared>>> byName = new HashMap<>();
        for (Declared declaration : declarations) {
            if (!isBuiltIn(declaration)) {
                Declared rival = byName.computeIfAbsent(declaration.system.code(), name -> new TreeMap<>())
                        .computeIfAbsent(declaration.owner, owner -> new TreeMap<>())
                        .putIfAbsent(declaration.knownFrom, declaration);
                refuse(rival, declaration, declaration.knownFrom);
            }
        }
        SortedMap<String, Declared> all = new TreeMap<>();
        for (SortedMap<String, SortedMap<Long, Declared>> owners : byName.values()) {
            refuseRivals(owners.values());
            owners.values().forEach(times -> times.values().forEach(one -> all.putIfAbsent(one.decision(), one)));
        }
        return new CodeSystems(all);
    }

    /** True for a built-in system said once more, which changes nothing. */
    private static boolean isBuiltIn(Declared declaration) {
        CodeSystem builtIn = builtInNamed(declaration.system.code());
        if (builtIn != null && !builtIn.readsAs(declaration.system)) {
            throw new IllegalArgumentException("the code system " + builtIn.code() + " of " + declaration.place
                    + " is not the built-in one (" + builtIn.canonicalText() + "): take another name");
        }
        return builtIn != null;
    }

    /** The built-in system of a name; null: there is none. */
    public static CodeSystem builtInNamed(String code) {
        return CodeSystem.BUILT_IN.stream()
                .filter(system -> system.code().equals(code))
                .findFirst()
                .orElse(null);
    }

    /** @param owners what each profile says of one name, by the first instant */
    private static void refuseRivals(Collection<SortedMap<Long, Declared>> owners) {
        SortedSet<Long> beginnings = new TreeSet<>();
        owners.forEach(times -> beginnings.addAll(times.keySet()));
        for (long instant : beginnings) {
            Declared first = null;
            for (SortedMap<Long, Declared> times : owners) {
                SortedMap<Long, Declared> until = times.headMap(instant + 1);
                Declared holding = until.isEmpty() ? null : until.get(until.lastKey());
                refuse(first, holding, instant);
                first = holding == null ? first : holding;
            }
        }
    }

    private static void refuse(Declared one, Declared other, long instant) {
        if (one != null && other != null && !one.system.equals(other.system)) {
            throw new IllegalArgumentException("the code system " + one.system.code() + " means two things from "
                    + LocalDate.ofEpochDay(ShanghaiTime.dayIndex(instant)) + " on, in " + one.place + " and in "
                    + other.place + ": let one of the two take another name, or say the same in both");
        }
    }

    /**
     * The system that a record declares; null where no such system was known when it was appended, or none was sent. Allocates nothing.
     *
     * @param appendedAt effectively, milliseconds
     */
    public Declared named(String code, long appendedAt) {
        for (int i = 0; i < inOrder.length; i++) {
            Declared one = inOrder[i];
            if (one.system.code().equals(code) && one.knownFrom <= appendedAt) {
                return one;
            }
        }
        return null;
    }

    /** Stable text of each declared system by the name of its decision. The built-in ones are part of what the door decides by code. */
    public SortedMap<String, String> decisions() {
        SortedMap<String, String> decisions = new TreeMap<>();
        byDecision.forEach((decision, one) -> decisions.put(decision, one.system.canonicalText()));
        return decisions;
    }

    /** From which append time on a decision of {@link #decisions} counts, milliseconds; {@link Long#MIN_VALUE}: always. */
    public long takesEffect(String decision) {
        Declared one = byDecision.get(decision);
        return one == null ? Long.MIN_VALUE : one.knownFrom;
    }
}
