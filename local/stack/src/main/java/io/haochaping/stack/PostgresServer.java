package io.haochaping.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * A real PostgreSQL server with its data in a folder, durable as in production: {@code fsync} and
 * {@code synchronous_commit} are on. It listens on the loopback address alone and asks for a password that lies in the
 * folder, readable by its owner.
 */
public final class PostgresServer implements AutoCloseable {

    private static final String DATABASE = "haochaping";
    private static final String USER = "haochaping";
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

    private final Path folder;
    private final int port;
    private final String password;
    private final Path programs;
    private final Set<String> templates = new HashSet<>();
    private int copies;
    private int backups;
    private Path data;
    private ChildProcess process;

    private PostgresServer(Path folder, int port, String password, Path programs) {
        this.folder = folder;
        this.port = port;
        this.password = password;
        this.programs = programs;
        this.data = folder.resolve("data");
    }

    /** A copy of the whole store as it was at one moment, in a folder of its own. */
    public record Backup(Path folder) {}

    /** What a template holds before it is copied. */
    @FunctionalInterface
    public interface Filling {
        void fill(String jdbcUrl) throws SQLException;
    }

    /** Starts a server and returns when it answers. A folder used before keeps its data, port and password. */
    public static PostgresServer start(Path folder) {
        return start(folder, "");
    }

    /** The same with settings of its own, in the form of {@code postgresql.conf}; they are those of a fresh folder for good. */
    public static PostgresServer start(Path folder, String settings) {
        Path own = Folders.create(folder);
        // A fast shutdown, as in stop(): the data is whole and nothing has to be recovered.
        LeftOvers.stopIn(own, "INT");
        PostgresServer server =
                new PostgresServer(own, RememberedPorts.in(own, 1).get(0), passwordOf(own), PostgresBinaries.folder());
        boolean fresh = !Files.exists(server.data().resolve("PG_VERSION"));
        if (fresh) {
            server.initialise();
            server.add(settings);
        }
        server.launch();
        if (fresh) {
            server.execute("postgres", "CREATE DATABASE " + DATABASE);
        }
        return server;
    }

    public String jdbcUrl() {
        return jdbcUrl(DATABASE);
    }

    /**
     * The address of a new database, a copy of one that is filled when it is first asked for: a copy of a store takes a tenth of the time that migrating one does.
     *
     * @param template name of that one: lower-case letters and underscores
     * @param fill gets its address; nobody may be connected to it any more when this returns
     */
    public synchronized String copyOf(String template, Filling fill) throws SQLException {
        if (templates.add(template)) {
            execute(DATABASE, "CREATE DATABASE " + template);
            fill.fill(jdbcUrl(template));
        }
        String copy = template + "_" + ++copies;
        execute(DATABASE, "CREATE DATABASE " + copy + " TEMPLATE " + template);
        return jdbcUrl(copy);
    }

    public String user() {
        return USER;
    }

    public String password() {
        return password;
    }

    /** A new connection to the store; the caller closes it. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl(), USER, password);
    }

    public Path folder() {
        return folder;
    }

    public Path logFile() {
        return folder.resolve("postgres.log");
    }

    /** Of the postmaster; its workers end when it does. */
    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** SIGKILL of the postmaster. What was committed is there after {@link #restart()}. */
    public void kill() {
        process.kill();
    }

    /** SIGSTOP of the postmaster: connections that exist go on, new ones hang. */
    public void suspend() {
        process.suspend();
    }

    public void resume() {
        process.resume();
    }

    /** SIGSTOP of the postmaster and of every worker: no connection gets an answer. */
    public void suspendAll() {
        suspend();
        workers("STOP");
    }

    public void resumeAll() {
        workers("CONT");
        resume();
    }

    private void workers(String signal) {
        ProcessHandle.of(pid()).stream()
                .flatMap(ProcessHandle::descendants)
                .forEach(worker -> ChildProcess.signal(worker.pid(), signal));
    }

    /** A fast shutdown: open transactions are rolled back. */
    public void stop() {
        process.stop("INT", STOP_LIMIT);
    }

    /** Starts again on the same data and port, after stopping what still runs. */
    public void restart() {
        stop();
        launch();
    }

    @Override
    public void close() {
        stop();
    }

    /** Takes a copy while the server goes on; it holds everything committed before this call. */
    public Backup backup() {
        Path target = Folders.create(folder.resolve("backup-" + ++backups));
        Folders.delete(target);
        // The label has to come from the session that began the backup.
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_backup_start('haochaping', true)");
            Folders.copy(data(), target, PostgresServer::belongsToABackup);
            try (ResultSet label = statement.executeQuery("SELECT labelfile FROM pg_backup_stop(false)")) {
                label.next();
                Files.writeString(target.resolve("backup_label"), label.getString(1));
            }
            // The log comes last, so that it reaches beyond the end of the backup.
            Folders.copy(data().resolve("pg_wal"), target.resolve("pg_wal"), file -> true);
            return new Backup(target);
        } catch (SQLException | IOException failure) {
            throw new StackFailure("Cannot back up " + data() + ": " + failure.getMessage(), failure);
        }
    }

    /** Puts the whole store back to what a backup holds, and runs again on the same port. The backup stays usable. */
    public void restore(Backup backup) {
        stop();
        Folders.delete(data());
        Folders.copy(backup.folder(), data(), file -> true);
        launch();
    }

    private static boolean belongsToABackup(Path relative) {
        return !relative.startsWith("pg_wal")
                && !relative.startsWith("postmaster.pid")
                && !relative.startsWith("postmaster.opts");
    }

    /**
     * Moves all data to another folder, for instance on another disk, and runs again on the same port.
     *
     * @param target is not there yet; {@code data} in the folder given at the start is where a later start looks
     */
    public void moveDataTo(Path target) {
        stop();
        Folders.copy(data, target, file -> true);
        Folders.delete(data);
        data = target;
        launch();
    }

    /** Where the data lies now. */
    public Path data() {
        return data;
    }

    private String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    private void initialise() {
        List<String> command = new ArrayList<>(outer());
        command.addAll(List.of(
                program("initdb"),
                "-D",
                data().toString(),
                "-U",
                USER,
                "--auth=scram-sha-256",
                "--pwfile=" + folder.resolve("password"),
                "--encoding=UTF8",
                "--locale=C"));
        ChildProcess.run("initdb", command, folder, logFile(), START_LIMIT);
    }

    private void add(String settings) {
        try {
            Files.writeString(data().resolve("postgresql.conf"), settings, StandardOpenOption.APPEND);
        } catch (IOException failure) {
            throw new StackFailure("Cannot add settings to " + data() + ": " + failure.getMessage(), failure);
        }
    }

    /**
     * After a kill the workers of the old server hold its shared memory for some tenths of a second, and a new one
     * refuses to start until they have noticed; so a start that ends early is tried again.
     */
    private void launch() {
        Await.value("PostgreSQL on port " + port + " (log: " + logFile() + ")", START_LIMIT, () -> {
            if (process == null || !process.isAlive()) {
                process = ChildProcess.start("PostgreSQL", outer(), serverCommand(), folder, logFile(), "QUIT");
            }
            execute("postgres", "SELECT 1");
            return java.util.Optional.of(true);
        });
    }

    private List<String> serverCommand() {
        List<String> command =
                new ArrayList<>(List.of(program("postgres"), "-D", data().toString(), "-p", Integer.toString(port)));
        for (String setting : List.of(
                "listen_addresses=127.0.0.1",
                // A path of a socket may not be longer than 107 bytes; folders of tests often are.
                "unix_socket_directories=",
                "fsync=on",
                "synchronous_commit=on",
                "full_page_writes=on",
                "max_connections=60",
                // A backup copies the log last and needs all of it since its beginning.
                "wal_keep_size=256MB",
                "timezone=UTC",
                "log_timezone=UTC")) {
            command.add("-c");
            command.add(setting);
        }
        return command;
    }

    /** PostgreSQL refuses to run as root; in a user namespace without a mapping, root is nobody in particular. */
    private static List<String> outer() {
        if (!"root".equals(System.getProperty("user.name"))) {
            return List.of();
        }
        if (!ChildProcess.onPath("unshare")) {
            throw new StackFailure("PostgreSQL does not run as root, and this machine has no unshare (util-linux)"
                    + " to get around it: start this as an ordinary user");
        }
        return List.of("unshare", "-U");
    }

    private String program(String name) {
        return programs.resolve("bin").resolve(name).toString();
    }

    private void execute(String database, String sql) {
        try (Connection connection = DriverManager.getConnection(jdbcUrl(database), USER, password);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure.getMessage(), failure);
        }
    }

    private static String passwordOf(Path folder) {
        Path file = folder.resolve("password");
        try {
            if (!Files.exists(file)) {
                byte[] random = new byte[16];
                new SecureRandom().nextBytes(random);
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                Files.writeString(file, HexFormat.of().formatHex(random));
            }
            return Files.readString(file).strip();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
