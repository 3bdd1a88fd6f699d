package io.haochaping.rules.file;

import io.haochaping.configuration.YamlText;
import io.haochaping.domain.rules.Profile;
import io.haochaping.rules.format.RulesFormat;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * A rules file without a mistake.
 *
 * @param name as it was asked for
 * @param text as it stands in the file
 * @param written all of it
 * @param profile what decides figures
 */
public record RulesFile(String name, String text, Given written, Profile profile) {

    /** @throws FaultyRules naming every mistake: a file is taken as a whole or not at all */
    public static RulesFile read(Path file) throws FaultyRules {
        Problems problems = new Problems(file.toString());
        String text = "";
        try {
            text = Files.readString(file);
        } catch (NoSuchFileException missing) {
            problems.add(1, "", "没有此文件；请检查路径", "there is no such file; check its path");
        } catch (CharacterCodingException notText) {
            problems.add(1, "", "不是 UTF-8 文本；请另存为 UTF-8", "not UTF-8 text; save it as UTF-8");
        } catch (IOException unreadable) {
            problems.add(1, "", "无法读取；请检查权限", "cannot be read; check its permissions");
        }
        problems.throwIfAny();
        return parse(file.toString(), text);
    }

    /** @param name of the file, for messages */
    public static RulesFile parse(String name, String yaml) throws FaultyRules {
        Problems problems = new Problems(name);
        Optional<Given> root = compose(name, yaml, problems)
                .flatMap(node -> new ShapedReader(problems).read(RulesFormat.root(), "", node));
        problems.throwIfAny();
        Given written = root.orElseThrow();
        new Relations(problems).check(written);
        problems.throwIfAny();
        return new RulesFile(name, yaml, written, ProfileReader.profile(name, written));
    }

    private static Optional<Node> compose(String name, String yaml, Problems problems) {
        Optional<Node> root = Optional.empty();
        try {
            root = YamlText.compose(name, yaml);
            if (root.isEmpty()) {
                problems.add(
                        1,
                        "",
                        "文件为空；请从 rules show 或 docs/rules.md 的例子开始",
                        "is empty; begin with the example in docs/rules.md");
            }
        } catch (MarkedYamlEngineException notYaml) {
            int line = notYaml.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            problems.add(
                    line,
                    "",
                    "不是 YAML（" + notYaml.getProblem() + "）；请检查该处的缩进、冒号与引号",
                    "not YAML: " + notYaml.getProblem() + "; check indentation, colons and quotes there");
        } catch (YamlEngineException notYaml) {
            problems.add(1, "", "不是 YAML；请检查文件", "not YAML: " + notYaml.getMessage() + "; check the file");
        }
        return root;
    }
}
