package io.pulsefleet.e2e.bench;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitUntilState;
import io.pulsefleet.e2e.Await;
import io.pulsefleet.e2e.Chromium;
import io.pulsefleet.e2e.HubClient;
import io.pulsefleet.e2e.Stack;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/**
 * How soon the console's pages are of use in a real browser, with a large fleet behind them (issue's figures: 2,000 hosts,
 * 500 databases, 5,000 monitors, 30 days).
 *
 * <p>Hosts and databases are one real host and its database many times over, all of them heard of every 10 s; and all have
 * 30 days of visits of their system: the real one each minute, the others each hour, and each minute in the newest hours. A page is of use when its heading stands there and nothing on it says that it loads.
 */
final class ConsoleBench implements Subject {

    private static final int HOSTS = 2_000;
    private static final int DATABASES = 500;
    private static final int MONITORS = 5_000;
    private static final int RUNS = 80_000;
    private static final Duration PAST = Duration.ofDays(30);
    private static final int WHOLE_HOURS = 3;
    private static final Duration BEAT = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofMinutes(3);
    private static final Set<String> READERS = Set.of("system", "processes", "services", "ports", "logs", "pg-stat");
    private static final List<String> CHARTS = List.of(
            "system.cpu.utilization",
            "system.cpu.load_average",
            "system.cpu.context_switches",
            "system.cpu.run_queue",
            "system.memory.usage",
            "system.memory.utilization",
            "system.memory.linux.available",
            "system.filesystem.usage",
            "system.filesystem.utilization",
            "system.disk.io",
            "system.disk.operations",
            "system.network.io");
    private static final int ROUNDS = 5;
    private static final int QUESTIONS = 50;

    private static final String DAYS = "SELECT generate_series(date_trunc('day', now(), 'UTC') - interval '30 days',"
            + " date_trunc('day', now(), 'UTC') - interval '1 day', '1 day')";

    /** Milliseconds since the page was asked for, once it is of use. */
    private static final String OF_USE = """
            () => {
              const page = document.querySelector('.page:not([data-left])');
              return page && page.querySelector('h1, h2') && !page.textContent.includes('Loading …')
                && performance.now() - (window.began ?? 0);
            }""";

    private static final String BYTES = """
            () => [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
              .filter(({name}) => !name.includes('/api/')).reduce((sum, {transferSize}) => sum + transferSize, 0)""";

    @Override
    public void measure(Ground ground, Table table) throws IOException, SQLException {
        var found = Chromium.open();
        if (found.isEmpty()) {
            table.skipped("pages of the console", "no Chromium at " + Chromium.PLACES);
            return;
        }
        var folder = ground.emptyFolder("console");
        try (var chromium = found.get();
                var watched = WatchedServer.start(folder.resolve("watched"), 30);
                var stack = Stack.beside(folder.resolve("stack"), watching(watched))) {
            stack.start();
            var hub = new HubClient(stack.hubAddress(), stack.adminPassword());
            hub.awaitFirstReading(LONGEST);
            Await.until(
                    "not every job that has something to read has made a visit", LONGEST, () -> allHaveVisited(hub));
            var id = hub.onlyAgent().orElseThrow().get("id").asText();
            try (var connection = Ground.database(stack);
                    var beating = Ground.database(stack)) {
                var hosts = ManyHosts.like(connection, id, HOSTS - 1);
                var monitors = new ManyMonitors(connection, MONITORS);
                table.note("the fleet is made ...");
                hosts.make(DATABASES - 1);
                hosts.run(RUNS, PAST);
                monitors.make();
                monitors.roll(DAYS);
                monitors.beatToday();
                table.note("its past is made ...");
                PastOfHosts.of(connection).fill(PAST, hosts.original(), WHOLE_HOURS);
                try (var statement = connection.createStatement()) {
                    statement.execute("VACUUM ANALYZE");
                }
                var jobs = HubJobs.of(stack);
                table.note("packed in " + jobs.run("pack") + ", rolled up in " + jobs.run("roll"));
                var failure = new AtomicReference<Exception>();
                var beats = beat(
                        new ManyHosts(beating, hosts.original(), hosts.count()),
                        new ManyMonitors(beating, MONITORS),
                        failure);
                try {
                    tables(hub, table);
                    pages(chromium.browser(), stack, id, dashboard(hub), table);
                    frames(chromium.browser(), stack, table);
                } finally {
                    beats.shutdownNow();
                }
                if (failure.get() != null) {
                    throw new IOException("the fleet fell silent", failure.get());
                }
            }
        }
    }

    private static boolean allHaveVisited(HubClient hub) throws IOException {
        var visited = new HashSet<String>();
        for (var job : hub.get("/api/v1/jobs?state=STARTED").get("jobs")) {
            if (job.path("visits").asLong() > 0) {
                visited.add(job.get("job").asText());
            }
        }
        return visited.containsAll(READERS);
    }

    private static Map<String, String> watching(WatchedServer server) throws SQLException {
        server.createDatabase("shop", 5);
        return Map.of(
                "PULSE_POSTGRES_TARGETS",
                "shop",
                "PULSE_POSTGRES_SHOP_DB_HOST",
                "127.0.0.1",
                "PULSE_POSTGRES_SHOP_DB_PORT",
                Integer.toString(server.server().port()),
                "PULSE_POSTGRES_SHOP_DB_NAME",
                "shop",
                "PULSE_POSTGRES_SHOP_DB_USER",
                WatchedServer.USER,
                "PULSE_POSTGRES_SHOP_DB_PASSWORD",
                WatchedServer.PASSWORD);
    }

    private static ScheduledExecutorService beat(
            ManyHosts hosts, ManyMonitors monitors, AtomicReference<Exception> failure) {
        var beats = Executors.newSingleThreadScheduledExecutor();
        var unused = beats.scheduleAtFixedRate(
                () -> {
                    try {
                        hosts.beat();
                        monitors.beat(1, MONITORS);
                    } catch (SQLException failed) {
                        failure.set(failed);
                    }
                },
                0,
                BEAT.toSeconds(),
                TimeUnit.SECONDS);
        return beats;
    }

    private static long dashboard(HubClient hub) throws IOException {
        var charts = CHARTS.stream()
                .map("{\"metric\": \"%s\", \"by\": \"group\", \"lastWeek\": true}"::formatted)
                .collect(Collectors.joining(", "));
        return hub.post("/api/v1/dashboards", "{\"title\": \"All hosts\", \"charts\": [" + charts + "]}")
                .get("id")
                .asLong();
    }

    /** What the server takes for the tables that are long. */
    private static void tables(HubClient hub, Table table) throws IOException {
        var asked = new LinkedHashMap<String, String>();
        asked.put("the fleet's table", "/api/v1/agents");
        asked.put("all jobs of the fleet", "/api/v1/jobs");
        asked.put("the newest runs", "/api/v1/runs");
        asked.put("databases", "/api/v1/databases");
        asked.put("monitors", "/api/v1/uptime/monitors");
        asked.put("what needs attention", "/api/v1/attention");
        asked.put("search for \"host-17\"", "/api/v1/search?q=host-17");
        for (var one : asked.entrySet()) {
            var millis = new double[QUESTIONS];
            var bytes = 0;
            for (int i = 0; i < QUESTIONS; i++) {
                var began = System.nanoTime();
                var answer = hub.ask(one.getValue());
                millis[i] = (System.nanoTime() - began) / 1e6;
                if (answer.statusCode() != 200) {
                    throw new IOException(
                            one.getValue() + " is answered " + answer.statusCode() + ": " + answer.body());
                }
                bytes = answer.body().length();
            }
            java.util.Arrays.sort(millis);
            table.row(one.getKey() + ", p95 through REST", "ms", "%.0f", millis[QUESTIONS * 95 / 100]);
            table.note("median %.0f ms, %,d characters".formatted(millis[QUESTIONS / 2], bytes));
        }
    }

    private static Map<String, String> addresses(String host, long dashboard) {
        var all = new LinkedHashMap<String, String>();
        all.put("fleet", "/fleet");
        all.put("host", "/hosts/" + host);
        all.put("host, 30 days", "/hosts/" + host + "?range=30d");
        all.put("host's processes", "/hosts/" + host + "/processes");
        all.put("host's jobs", "/hosts/" + host + "/jobs");
        all.put("jobs", "/jobs");
        all.put("runs", "/jobs/history");
        all.put("databases", "/databases");
        all.put("database", "/databases/" + host + "/shop");
        all.put("uptime", "/uptime");
        all.put("monitor", "/uptime/4711");
        all.put("uptime's reports", "/uptime/reports");
        all.put("logs", "/logs");
        all.put(
                "explore, a metric of 500 hosts",
                "/explore?metric=system.memory.usage&of=" + URLEncoder.encode("group:web", StandardCharsets.UTF_8));
        all.put(
                "explore, a metric of 500 hosts, 30 days",
                "/explore?metric=system.memory.usage&range=30d&of="
                        + URLEncoder.encode("group:web", StandardCharsets.UTF_8));
        all.put("dashboard, 12 charts of all hosts, and last week's", "/dashboards/" + dashboard + "?range=24h");
        all.put("windows", "/windows");
        all.put("storage", "/storage");
        all.put("settings", "/settings");
        all.put("users", "/users");
        all.put("audit", "/audit");
        return all;
    }

    private static void pages(Browser browser, Stack stack, String host, long dashboard, Table table)
            throws IOException {
        var hub = stack.hubAddress().toString();
        String state;
        try (var context = browser.newContext()) {
            state = signIn(context, hub, stack.adminPassword());
        }
        table.row("a page without a script, warm in a new tab", "ms", "%.0f", floor(browser, hub));
        for (var one : addresses(host, dashboard).entrySet()) {
            var cold = new ArrayList<Double>();
            var warm = new ArrayList<Double>();
            var reloaded = new ArrayList<Double>();
            var within = new ArrayList<Double>();
            var bytes = 0.0;
            for (int i = 0; i < ROUNDS; i++) {
                try (var context = browser.newContext(new Browser.NewContextOptions().setStorageState(state))) {
                    var page = context.newPage();
                    cold.add(open(page, hub + "/#" + one.getValue()));
                    bytes = ((Number) page.evaluate(BYTES)).doubleValue();
                    page.navigate("about:blank");
                    warm.add(open(page, hub + "/#" + one.getValue()));
                    page.reload(new Page.ReloadOptions().setWaitUntil(WaitUntilState.COMMIT));
                    reloaded.add(inUse(page));
                    page.evaluate("() => { location.hash = '#/account'; }");
                    page.locator("[data-test=account-no-password], .page h1")
                            .first()
                            .waitFor();
                    within.add(go(page, one.getValue()));
                }
            }
            table.text(
                    "page %s: cold, warm in a new tab, loaded again, from another page".formatted(one.getKey()),
                    "ms (aim: 1,000, 300)",
                    "%.0f / %.0f / %.0f / %.0f"
                            .formatted(median(cold), median(warm), median(reloaded), median(within)));
            table.note("cold %s, warm %s, again %s, within %s; %,.0f bytes before data"
                    .formatted(cold, warm, reloaded, within, bytes));
            if (one.getKey().equals("fleet")) {
                table.row("first load, compressed", "kB (aim: 300)", "%.0f", bytes / 1000);
            }
        }
    }

    private static String signIn(BrowserContext context, String hub, String password) {
        var page = context.newPage();
        page.navigate(hub);
        page.locator("[data-test=signin-user]").fill("admin");
        page.locator("[data-test=signin-password]").fill(password);
        page.locator("[data-test=signin-submit]").click();
        page.locator("[data-test=sign-out]").waitFor();
        return context.storageState();
    }

    private static double open(Page page, String address) {
        page.navigate(address, new Page.NavigateOptions().setWaitUntil(WaitUntilState.COMMIT));
        return inUse(page);
    }

    private static double inUse(Page page) {
        return ((Number) page.waitForFunction(OF_USE).jsonValue()).doubleValue();
    }

    /** What the browser itself takes: a page of the hub's that is a heading and no script, in a tab that was empty. */
    private static double floor(Browser browser, String hub) {
        var all = new ArrayList<Double>();
        for (int i = 0; i < ROUNDS; i++) {
            try (var context = browser.newContext()) {
                var page = context.newPage();
                page.navigate(hub + "/status");
                page.navigate("about:blank");
                page.navigate(hub + "/status", new Page.NavigateOptions().setWaitUntil(WaitUntilState.COMMIT));
                all.add(((Number) page.waitForFunction("() => document.querySelector('h1') && performance.now()")
                                .jsonValue())
                        .doubleValue());
            }
        }
        return median(all);
    }

    private static double go(Page page, String address) {
        page.evaluate(
                "address => { document.querySelector('.page').dataset.left = ''; window.began = performance.now(); location.hash = address; }",
                "#" + address);
        return inUse(page);
    }

    private static double median(List<Double> all) {
        return all.stream().sorted().toList().get(all.size() / 2);
    }

    /** A chart of 100,000 points that a mouse goes over, and that is drawn anew for each frame. */
    private static void frames(Browser browser, Stack stack, Table table) throws IOException {
        try (var context = browser.newContext()) {
            signIn(context, stack.hubAddress().toString(), stack.adminPassword());
            var page = context.pages().get(0);
            var script = new String(
                    ConsoleBench.class.getResourceAsStream("frames.js").readAllBytes(), StandardCharsets.UTF_8);
            var frames = (Map<?, ?>) page.evaluate(script);
            table.row(
                    "a chart of 100,000 points, the mouse over it",
                    "frames/s (aim: 30)",
                    "%.0f",
                    ((Number) frames.get("over")).doubleValue());
            table.row(
                    "a chart of 100,000 points, with new values each time",
                    "frames/s (aim: 30)",
                    "%.0f",
                    ((Number) frames.get("anew")).doubleValue());
        }
    }
}
