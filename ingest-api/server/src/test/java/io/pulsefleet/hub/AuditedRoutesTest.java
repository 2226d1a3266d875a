package io.pulsefleet.hub;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import io.pulsefleet.hub.access.Audited;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What changes something is audited, unless it stands here (SP-13). */
class AuditedRoutesTest {

    private static final Set<String> CHANGING = Set.of("POST", "PUT", "PATCH", "DELETE");

    private static final List<String> NOT_AUDITED = List.of(
            // agents', by their own tokens, many times a minute
            "AgentSettingsResource.told",
            "DeliveryResource.answer",
            "DeliveryResource.taken",
            "FleetResource.beat",
            "EnrolmentResource.enrol",
            "EnrolmentResource.renew",
            "AgentCommandsResource.outcome",
            "AgentCommandsResource.knows",
            "FleetResource.register",
            "IntakeResource.post",
            "IntakeResource.put",
            "ProberResource.ask",
            "ProberResource.tried",
            // senders', by API keys or secret paths
            "IngestResource.postgres",
            "IngestResource.pulse",
            "PushResource.post",
            // they change nothing
            "RetentionResource.dryRun",
            // they tell of themselves, when they know more
            "AuditResource.verify",
            "SessionResource.signIn",
            "SessionResource.signOut");

    @Test
    void everyRouteThatChangesSomethingSaysWhatItIsCalled() {
        var silent = changing()
                .filter(method -> !method.isAnnotationPresent(Audited.class))
                .map(AuditedRoutesTest::nameOf)
                .collect(toCollection(TreeSet::new));

        assertThat(silent).containsExactlyInAnyOrderElementsOf(NOT_AUDITED);
    }

    @Test
    void noRouteThatOnlyReadsIsAudited() {
        assertThat(methods().filter(method -> method.isAnnotationPresent(Audited.class)))
                .hasSameElementsAs(changing()
                        .filter(method -> method.isAnnotationPresent(Audited.class))
                        .toList());
    }

    @Test
    void anActionIsAThingAndAVerb() {
        assertThat(methods()
                        .filter(method -> method.isAnnotationPresent(Audited.class))
                        .map(method -> method.getAnnotation(Audited.class).value()))
                .allMatch(action -> action.matches("[a-z]+(-[a-z]+)*\\.[a-z]+(-[a-z]+)*"));
    }

    private static Stream<Method> changing() {
        return methods()
                .filter(method -> Stream.of(method.getAnnotations())
                        .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
                        .anyMatch(http -> http != null && CHANGING.contains(http.value())));
    }

    private static Stream<Method> methods() {
        return new ClassFileImporter()
                .withImportOption(new DoNotIncludeTests()).importPackages("io.pulsefleet.hub").stream()
                        .filter(type -> type.isAnnotatedWith(Path.class))
                        .flatMap(type -> Stream.of(type.reflect().getMethods()));
    }

    private static String nameOf(Method method) {
        return method.getDeclaringClass().getSimpleName() + "." + method.getName();
    }
}
