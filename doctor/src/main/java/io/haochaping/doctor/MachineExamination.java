package io.haochaping.doctor;

import io.haochaping.kit.config.LiveConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** This machine: Java, and the disk of the checkpoints where it is a local one. */
final class MachineExamination {
    private static final int LEAST_JAVA = 17;

    private final LiveConfig config;

    MachineExamination(LiveConfig config) {
        this.config = config;
    }

    List<Finding> examine() {
        List<Finding> findings = new ArrayList<>();
        int java = Runtime.version().feature();
        findings.add(
                java >= LEAST_JAVA
                        ? Finding.fine("versions.java", "Java " + java, "Java " + java)
                        : Finding.broken(
                                "versions.java",
                                new Text("Java " + java + " 过低", "Java " + java + " is too old"),
                                new Text(
                                        "安装 Java " + LEAST_JAVA + " 或更新版本",
                                        "install Java " + LEAST_JAVA + " or newer")));
        findings.add(checkpoints());
        return findings;
    }

    private Finding checkpoints() {
        String folder = config.live().checkpointDir();
        if (folder.isEmpty()) {
            return Finding.fine(
                    "disk.checkpoints",
                    "检查点目录由 Flink 配置决定（live.checkpoint-dir 未设置），此处不检查",
                    "checkpoints go where Flink is configured to put them (live.checkpoint-dir is not set); not looked at here");
        }
        URI place = URI.create(folder);
        if (place.getScheme() != null && !place.getScheme().equals("file")) {
            return Finding.fine(
                    "disk.checkpoints",
                    "检查点目录在 " + folder + "，此处不检查",
                    "checkpoints go to " + folder + "; not looked at here");
        }
        // The folder comes with the first checkpoint; its disk is that of the nearest folder above it.
        Path path = (place.getScheme() == null ? Path.of(folder) : Path.of(place)).toAbsolutePath();
        while (!Files.exists(path) && path.getParent() != null) {
            path = path.getParent();
        }
        try {
            FileStore disk = Files.getFileStore(path);
            return Space.finding("disk.checkpoints", folder, disk.getUsableSpace(), disk.getTotalSpace());
        } catch (IOException unreadable) {
            return Finding.lookHere(
                    "disk.checkpoints",
                    new Text("无法查看检查点目录 " + folder, "the folder of the checkpoints cannot be looked at: " + folder),
                    new Text("在运行 Flink 的主机上检查", "look on the hosts that run Flink"));
        }
    }
}
