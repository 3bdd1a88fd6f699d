package io.haochaping.livemetrics;

import io.haochaping.configuration.ConfigProblem;
import io.haochaping.intake.DecisionSet;
import io.haochaping.kit.Decisions;
import io.haochaping.kit.config.LiveConfig;
import io.haochaping.rules.file.FaultyRules;
import io.haochaping.store.CutSettings;
import io.haochaping.store.Head;
import io.haochaping.store.StoreCommitter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/**
 * Asks, before a running job is stopped for them, whether it may take in the rules of its configuration: {@code --config FILE}. The job itself asks again, exactly; this asks the store and the
 * clock, and rather refuses.
 *
 * <p>Exit codes: 0 it may, 1 it may not, 2 wrong use or a faulty file.
 */
public final class CheckRules {
    private static final int REFUSED = 1;
    private static final int WRONG_USE = 2;
    /** The job reads on until its savepoint, and comes back within seconds; ten minutes are beyond any of it. */
    private static final Duration MARGIN = Duration.ofMinutes(10);

    private CheckRules() {}

    public static void main(String[] args) throws SQLException {
        if (args.length != 2 || !args[0].equals("--config")) {
            System.err.println("Usage: --config FILE");
            System.exit(WRONG_USE);
        }
        try {
            LiveConfig config = LiveConfig.load(Path.of(args[1]));
            SortedMap<String, String> counted = headOf(config);
            config.rules().refuseMonthsThatCloseTwice(counted.keySet());
            List<String> reasons = refusals(config.decisions(), counted, Instant.now());
            reasons.forEach(System.err::println);
            System.exit(reasons.isEmpty() ? 0 : REFUSED);
        } catch (ConfigProblem | FaultyRules problem) {
            System.err.println(problem.getMessage());
            System.exit(WRONG_USE);
        }
    }

    private static SortedMap<String, String> headOf(LiveConfig config) throws SQLException {
        CutSettings settings = config.cutSettings();
        try (StoreCommitter store = new StoreCommitter(config.store(), settings)) {
            Head head = store.readHead();
            return head.decisions();
        }
    }

    /**
     * Why a job that counts under some decisions may not go on under these; empty: it may.
     *
     * @param counted the decision set of the latest cut; empty: none was committed yet, and anything may be taken in
     */
    static List<String> refusals(Decisions decisions, SortedMap<String, String> counted, Instant now) {
        List<String> reasons = new ArrayList<>();
        if (counted.isEmpty()) {
            return reasons;
        }
        String other = decisions.decisionSet().firstMissingOf(new DecisionSet(counted));
        if (other != null) {
            reasons.add("\"" + other
                    + "\" is not what the figures were counted under: restore it and add a version behind it, or use rebuild"
                    + "\n“" + other + "”与现有数字所依据的不同：请恢复原样并在其后新增版本，或使用 rebuild");
        }
        for (String name : decisions.decisionSet().digests().keySet()) {
            long effect = counted.containsKey(name) ? Long.MAX_VALUE : decisions.takesEffect(name);
            if (effect <= now.plus(MARGIN).toEpochMilli()) {
                String from = effect == Long.MIN_VALUE
                        ? "always"
                        : Instant.ofEpochMilli(effect).toString();
                reasons.add("\"" + name + "\" takes effect before what is processed (" + from
                        + "): let it begin later, at least ten minutes from now, or use rebuild" + "\n“" + name
                        + "”的生效时间（" + from + "）不晚于已处理的数据：请推迟至十分钟之后，或使用 rebuild");
            }
        }
        return reasons;
    }
}
