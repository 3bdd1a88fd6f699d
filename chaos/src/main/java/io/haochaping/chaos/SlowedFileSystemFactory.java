package io.haochaping.chaos;

import java.net.URI;
import java.nio.file.Path;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.FileSystemFactory;

/** Found by Flink as a service of its class path. */
public final class SlowedFileSystemFactory implements FileSystemFactory {
    private static final ConfigOption<String> FILE =
            ConfigOptions.key(SlowStorage.SLOW_WHILE).stringType().noDefaultValue();

    private Path slowWhile = Path.of("/nonexistent");

    @Override
    public String getScheme() {
        return SlowStorage.SCHEME;
    }

    @Override
    public void configure(Configuration settings) {
        settings.getOptional(FILE).map(Path::of).ifPresent(file -> slowWhile = file);
    }

    @Override
    public FileSystem create(URI at) {
        return new SlowedFileSystem(slowWhile, SlowStorage.LATE_MILLIS);
    }
}
