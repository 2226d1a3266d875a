package io.pulsefleet.agent.collect;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.pulsefleet.agent.schedule.ScheduleConfig;
import io.pulsefleet.settings.Setting;
import io.pulsefleet.settings.Settings;
import io.pulsefleet.settings.SettingsPage;
import io.pulsefleet.wire.HostEventType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The reference pages say what the collectors say of themselves. {@code mvn test -Dreference.write=true} writes them anew. */
class CollectorPagesTest {

    private static final Path FOLDER = Path.of("../docs/reference/collectors");
    private static final Path JOBS = Path.of("src/main/resources/META-INF/batch-jobs");
    private static final Pattern COLLECTOR = Pattern.compile("name=\"collector\" value=\"([^\"]+)\"");
    private static final String COLLECT = Collector.class.getPackageName();

    private static final JavaClasses AGENT = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.pulsefleet.agent");

    /** The class of each collector that CDI finds. */
    private static final List<JavaClass> CLASSES = AGENT.stream()
            .filter(one -> one.isAssignableTo(Collector.class) && isBean(one))
            .sorted(Comparator.comparing(JavaClass::getName))
            .toList();

    private static final Map<String, CollectorInfo> INFOS = CLASSES.stream()
            .map(CollectorPagesTest::info)
            .collect(toMap(CollectorInfo::name, identity(), (one, other) -> one, TreeMap::new));

    @Test
    void eachCollectorHasItsPageAndNobodyElseHas() throws Exception {
        var pages = new TreeMap<String, String>();
        for (var collector : CLASSES) {
            var info = info(collector);
            pages.put(info.name() + ".md", new CollectorPage(info, settingsOf(collector, info)).text());
        }
        pages.put("README.md", CollectorPage.ofAll(INFOS.values()));
        if (Boolean.getBoolean("reference.write")) {
            for (var page : pages.entrySet()) {
                Files.writeString(FOLDER.resolve(page.getKey()), page.getValue());
            }
        }

        assertThat(written()).isEqualTo(pages);
    }

    @Test
    void eachCollectorHasAJobAndEachJobThatCollectsACollector() throws Exception {
        var jobs = new HashSet<String>();
        try (var files = Files.list(JOBS)) {
            for (var file : files.toList()) {
                COLLECTOR
                        .matcher(Files.readString(file))
                        .results()
                        .map(MatchResult::group)
                        .filter(job -> !job.contains("#{")) // a backfill is told which
                        .forEach(jobs::add);
            }
        }

        assertThat(INFOS.keySet().stream()
                        .map(name -> "name=\"collector\" value=\"" + name + "\"")
                        .collect(toSet()))
                .isEqualTo(jobs);
    }

    @Test
    void eachTypeOfEventBelongsToOneCollectorUnlessTheHubTellsIt() {
        assertThat(Stream.concat(
                        INFOS.values().stream().flatMap(info -> info.events().stream()),
                        Stream.of(
                                HostEventType.AGENT_RESTARTED,
                                HostEventType.AGENT_JOINED,
                                HostEventType.AGENT_JOINED_AGAIN,
                                HostEventType.AGENT_REVOKED,
                                HostEventType.AGENT_DOUBLE_USE)))
                .containsExactlyInAnyOrder(HostEventType.values());
    }

    @Test
    void eachSettingOfACollectorIsOnSomePage() {
        var shown = CLASSES.stream()
                .flatMap(collector -> settingsOf(collector, info(collector)).stream())
                .map(Setting::name)
                .collect(toSet());

        assertThat(shown)
                .containsAll(SettingsPage.declaredIn(AGENT.stream()
                                .filter(one -> one.getPackageName().startsWith(COLLECT))
                                .filter(CollectorPagesTest::isConfig)
                                .map(JavaClass::reflect))
                        .stream()
                        .map(Setting::name)
                        .toList());
    }

    private static Map<String, String> written() throws IOException {
        var pages = new TreeMap<String, String>();
        try (var files = Files.list(FOLDER)) {
            for (var file : files.toList()) {
                pages.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return pages;
    }

    /** Those that its classes declare or use, wherever below {@code collect}, but not what other collectors have for themselves. */
    private static List<Setting<?>> settingsOf(JavaClass collector, CollectorInfo info) {
        var others = CLASSES.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> !name.equals(collector.getPackageName()))
                .collect(toSet());
        var own = SettingsPage.declaredIn(
                reached(collector, others).filter(CollectorPagesTest::isConfig).map(JavaClass::reflect));
        var every = SettingsPage.declaredIn(Stream.of(ScheduleConfig.class)).stream()
                .filter(setting -> setting.name().equals("pulse." + info.name() + ".every"));
        return Stream.<Setting<?>>concat(every, own.stream()).toList();
    }

    private static Stream<JavaClass> reached(JavaClass from, Set<String> but) {
        var seen = new HashSet<JavaClass>();
        var open = new ArrayDeque<JavaClass>(List.of(from));
        while (!open.isEmpty()) {
            var one = open.remove();
            if (one.getPackageName().startsWith(COLLECT) && !but.contains(one.getPackageName()) && seen.add(one)) {
                one.getDirectDependenciesFromSelf().forEach(next -> open.add(next.getTargetClass()));
            }
        }
        return seen.stream();
    }

    private static boolean isBean(JavaClass one) {
        return one.isAnnotatedWith(Dependent.class) || one.isAnnotatedWith(ApplicationScoped.class);
    }

    private static boolean isConfig(JavaClass one) {
        return one.getSimpleName().endsWith("Config");
    }

    private static CollectorInfo info(JavaClass collector) {
        return ((Collector) made(collector.reflect())).info();
    }

    /** As CDI does: by the constructor that is for it, or the one without arguments. */
    private static Object made(Class<?> wanted) {
        if (wanted == Settings.class) {
            return new Settings(name -> Optional.empty());
        }
        if (wanted == Instance.class) {
            return Proxy.newProxyInstance(
                    wanted.getClassLoader(), new Class<?>[] {wanted}, (proxy, method, arguments) -> Stream.empty());
        }
        if (wanted.isInterface()) {
            return made(classOf(wanted));
        }
        try {
            var constructor = constructorOf(wanted);
            constructor.setAccessible(true);
            return constructor.newInstance(Stream.of(constructor.getParameterTypes())
                    .map(CollectorPagesTest::made)
                    .toArray());
        } catch (ReflectiveOperationException no) {
            throw new IllegalStateException("cannot make a " + wanted + " without CDI", no);
        }
    }

    private static Class<?> classOf(Class<?> wanted) {
        return AGENT.stream()
                .filter(one -> !one.isInterface() && one.isAssignableTo(wanted))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no class is a " + wanted))
                .reflect();
    }

    private static Constructor<?> constructorOf(Class<?> wanted) throws NoSuchMethodException {
        var injected = Stream.of(wanted.getDeclaredConstructors())
                .filter((AnnotatedElement one) -> one.isAnnotationPresent(Inject.class))
                .findFirst();
        return injected.isPresent() ? injected.get() : wanted.getDeclaredConstructor();
    }
}
