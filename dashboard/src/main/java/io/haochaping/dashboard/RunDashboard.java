package io.haochaping.dashboard;

import io.haochaping.configuration.ConfigProblem;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Runs the dashboard until it is told to end. Exit codes: 0 fine, 1 failure, 2 wrong use. */
public final class RunDashboard {
    private static final String USAGE = """
            Usage 用法: dashboard --config FILE

              --config  YAML with store.url, store.user, store.password (docs/configuration.md) 配置文件
              --help    this text 显示帮助

            Serves the page, /api, /health and /metrics on dashboard.host:dashboard.port.
            在 dashboard.host:dashboard.port 提供页面、/api、/health 与 /metrics。
            """;

    private static final String LOGGING = "log4j2.configurationFile";

    private RunDashboard() {}

    public static void main(String[] args) throws InterruptedException {
        // Before anything logs; whoever sets it has the last word.
        if (System.getProperty(LOGGING) == null) {
            System.setProperty(LOGGING, "haochaping/dashboard/log4j2.properties");
        }
        int code = run(List.of(args));
        if (code != 0) {
            System.exit(code);
        }
    }

    private static int run(List<String> arguments) throws InterruptedException {
        if (arguments.equals(List.of("--help"))) {
            System.out.print(USAGE);
            return 0;
        }
        if (arguments.size() != 2 || !arguments.get(0).equals("--config")) {
            System.err.print(USAGE);
            return 2;
        }
        DashboardConfig config;
        try {
            config = DashboardConfig.load(Path.of(arguments.get(1)), System.getenv());
        } catch (ConfigProblem | InvalidPathException problem) {
            System.err.println(problem.getMessage());
            return 2;
        }
        return serve(config);
    }

    private static int serve(DashboardConfig config) throws InterruptedException {
        try (Dashboard dashboard = Dashboard.start(config)) {
            Runtime.getRuntime().addShutdownHook(new Thread(dashboard::close, "end-dashboard"));
            System.out.println("Dashboard 看板: " + dashboard.address());
            // Until a signal ends the process, by way of the hook.
            new CountDownLatch(1).await();
            return 0;
        } catch (IOException taken) {
            System.err.println("Cannot listen on " + config.host() + ":" + config.port() + ": " + taken.getMessage()
                    + ". Free the port or set dashboard.port. 端口被占用，请释放或更改 dashboard.port。");
            return 1;
        }
    }
}
