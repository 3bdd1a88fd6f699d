package io.haochaping.fuzz;

import io.haochaping.configuration.ConfigProblem;
import io.haochaping.dashboard.DashboardConfig;
import io.haochaping.dashboard.api.NameBook;
import io.haochaping.dashboard.api.NamesProblem;
import io.haochaping.kit.config.LiveConfig;
import io.haochaping.produce.input.Format;
import io.haochaping.produce.mapping.MappingFile;
import io.haochaping.produce.say.Refusal;
import io.haochaping.rules.ShippedProfiles;
import io.haochaping.rules.file.FaultyRules;
import io.haochaping.rules.file.RulesFile;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Everything that is tried, by the names the command takes. */
final class Targets {
    static final List<String> NAMES = List.of("decoder", "rules", "produce", "config", "names", "masking");
    private static final Charset GB18030 = Charset.forName("GB18030");

    private Targets() {}

    /** @throws IllegalArgumentException where there is none of that name */
    static List<Target> named(String name) {
        return switch (name) {
            case "decoder" -> List.of(new DecoderTarget());
            case "rules" -> List.of(new Rules());
            case "produce" ->
                List.of(
                        new MappingReader(),
                        new LinesTarget("produce.csv", MAPPING, CSV, Format.CSV, GB18030),
                        new LinesTarget("produce.jsonl", JSON_MAPPING, JSON, Format.JSONL, StandardCharsets.UTF_8));
            case "config" -> List.of(new Live(), new Dashboard());
            case "names" -> List.of(new Names());
            case "masking" -> List.of(new MaskingTarget());
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static final byte[] MAPPING = FileTarget.resource("/fuzz/ratings.yaml");
    private static final byte[] CSV = FileTarget.resource("/fuzz/ratings.csv");
    private static final byte[] JSON_MAPPING = FileTarget.resource("/fuzz/ratings-json.yaml");
    private static final byte[] JSON = FileTarget.resource("/fuzz/ratings.jsonl");

    private static final class Rules extends FileTarget {
        Rules() {
            super(
                    "rules",
                    ShippedProfiles.NAMES.stream()
                            .map(name -> ShippedProfiles.read(name).text().getBytes(StandardCharsets.UTF_8))
                            .toList(),
                    "rules.yaml");
        }

        @Override
        String refusal(Path written) {
            try {
                RulesFile.read(written);
                return null;
            } catch (FaultyRules faulty) {
                return faulty.getMessage();
            }
        }
    }

    private static final class MappingReader extends FileTarget {
        MappingReader() {
            super("produce.mapping", List.of(MAPPING, JSON_MAPPING), "mapping.yaml");
        }

        @Override
        String refusal(Path written) {
            try {
                MappingFile.read(written);
                return null;
            } catch (Refusal refusal) {
                return refusal.getMessage();
            }
        }
    }

    private static final class Live extends FileTarget {
        Live() {
            super("config.live", List.of(resource("/fuzz/live.yaml")), "live.yaml");
        }

        @Override
        String refusal(Path written) {
            try {
                LiveConfig.load(written, Map.of());
                return null;
            } catch (ConfigProblem problem) {
                return problem.getMessage();
            }
        }
    }

    private static final class Dashboard extends FileTarget {
        Dashboard() {
            super("config.dashboard", List.of(resource("/fuzz/dashboard.yaml")), "dashboard.yaml");
        }

        @Override
        String refusal(Path written) {
            try {
                DashboardConfig.load(written, Map.of());
                return null;
            } catch (ConfigProblem problem) {
                return problem.getMessage();
            }
        }
    }

    private static final class Names extends FileTarget {
        Names() {
            super("names", List.of(resource("/fuzz/names.tsv")), "names.tsv");
        }

        @Override
        String refusal(Path written) {
            try {
                NameBook.read(written);
                return null;
            } catch (NamesProblem problem) {
                return problem.getMessage();
            }
        }
    }
}
