package io.haochaping.produce.mapping;

import io.haochaping.configuration.YamlText;
import io.haochaping.produce.say.Refusal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * A mapping file as it stands.
 *
 * @param name as problems name it
 * @param digest of its bytes
 */
record MappingText(String name, String text, String digest) {

    /** @throws Refusal where the file cannot be read, or is no text */
    static MappingText of(Path file) throws Refusal {
        byte[] bytes = bytes(file);
        return new MappingText(
                file.toString(), text(file, bytes), HexFormat.of().formatHex(sha256(bytes)));
    }

    private static byte[] bytes(Path file) throws Refusal {
        try {
            if (Files.isDirectory(file)) {
                throw Refusal.wrongUse(file + " is a directory, not a mapping file.", file + " 是目录，不是映射文件。");
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException missing) {
            throw Refusal.wrongUse(
                    file + ": there is no such mapping file; docs/produce.md shows one.",
                    file + "：没有这个映射文件；docs/produce.zh-CN.md 中有示例。");
        } catch (IOException unreadable) {
            throw Refusal.wrongUse(file + " cannot be read. Check its rights.", file + " 无法读取。请检查权限。");
        }
    }

    private static String text(Path file, byte[] bytes) throws Refusal {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException notText) {
            throw Refusal.wrongUse(
                    file + " is not UTF-8: save the mapping file as UTF-8, whatever charset the data has.",
                    file + " 不是 UTF-8：无论数据用什么字符集，映射文件都请存为 UTF-8。");
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    /** Empty where it says nothing. */
    Optional<Node> compose() throws Refusal {
        try {
            return YamlText.compose(name, text);
        } catch (MarkedYamlEngineException notYaml) {
            int line = notYaml.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            throw Refusal.wrongUse(
                    name + ", line " + line + ": not YAML: " + notYaml.getProblem()
                            + "; check indentation, colons and quotes there.",
                    name + " 第 " + line + " 行：不是 YAML（" + notYaml.getProblem() + "）；请检查该处的缩进、冒号和引号。");
        } catch (YamlEngineException notYaml) {
            throw Refusal.wrongUse(
                    name + ": not YAML: a character that YAML does not allow, or more than one document.",
                    name + "：不是 YAML：含有 YAML 不允许的字符，或包含多个文档。");
        }
    }
}
