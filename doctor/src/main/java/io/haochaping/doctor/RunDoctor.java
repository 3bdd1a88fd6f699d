package io.haochaping.doctor;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.haochaping.configuration.ConfigProblem;
import io.haochaping.kit.config.LiveConfig;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * {@code ./haochaping doctor}: looks at topics, clocks, versions, schemas, database settings, disks, the age of the last checkpoint, the equations and silence. Each line says fine,
 * look here or broken, and what to do. Asks only; changes nothing.
 *
 * <p>Exit codes: 0 nothing is broken, 1 something is, 2 wrong use or a faulty configuration.
 */
public final class RunDoctor {
    private static final String USAGE = """
            用法 Usage: doctor --config FILE [--json]
              --config FILE  作业的配置文件 the job's configuration (docs/configuration.md)
              --json         供程序读取 for a machine
            退出码 Exit codes: 0 没有故障 nothing broken · 1 有故障 something is broken · 2 用法或配置错误 wrong use or configuration
            """;
    private static final int BROKEN = 1;
    private static final int WRONG_USE = 2;

    private RunDoctor() {}

    public static void main(String[] arguments) throws InterruptedException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(List.of(arguments), System.getenv(), out, err));
    }

    static int run(List<String> arguments, Map<String, String> environment, PrintStream out, PrintStream err)
            throws InterruptedException {
        if (arguments.contains("--help")) {
            out.print(USAGE);
            return 0;
        }
        List<String> left = new ArrayList<>(arguments);
        boolean json = left.remove("--json");
        if (left.size() != 2 || !left.get(0).equals("--config")) {
            err.print(USAGE);
            return WRONG_USE;
        }
        LiveConfig config;
        try {
            config = LiveConfig.load(Path.of(left.get(1)), environment);
        } catch (ConfigProblem problem) {
            err.println(problem.getMessage());
            return WRONG_USE;
        }
        List<Finding> findings = examine(config, Clock.systemUTC());
        out.print(json ? json(findings) : lines(findings));
        return findings.stream().anyMatch(finding -> finding.verdict() == Verdict.BROKEN) ? BROKEN : 0;
    }

    static List<Finding> examine(LiveConfig config, Clock clock) throws InterruptedException {
        List<Finding> findings = new ArrayList<>(new MachineExamination(config).examine());
        findings.addAll(new TopicExamination(config, clock).examine());
        findings.addAll(new StoreExamination(config, clock).examine());
        return findings;
    }

    private static String lines(List<Finding> findings) {
        StringBuilder text = new StringBuilder();
        for (Finding finding : findings) {
            Text label = finding.verdict().label();
            text.append("%s %-9s  %-22s  %s%n"
                    .formatted(
                            label.chinese(),
                            label.english(),
                            finding.what(),
                            finding.says().chinese()));
            text.append(indented(finding.says().english()));
            if (!finding.remedy().isEmpty()) {
                text.append(indented("→ " + finding.remedy().chinese()));
                text.append(indented("→ " + finding.remedy().english()));
            }
        }
        return text.toString();
    }

    private static String indented(String sentence) {
        return " ".repeat(40) + sentence + System.lineSeparator();
    }

    private static String json(List<Finding> findings) {
        ObjectMapper mapper = new ObjectMapper();
        ArrayNode all = mapper.createArrayNode();
        for (Finding finding : findings) {
            ObjectNode node = all.addObject();
            node.put("what", finding.what());
            node.put("verdict", finding.verdict().label().english());
            node.put("zh", finding.says().chinese());
            node.put("en", finding.says().english());
            node.put("remedyZh", finding.remedy().chinese());
            node.put("remedyEn", finding.remedy().english());
        }
        return all.toPrettyString() + System.lineSeparator();
    }
}
