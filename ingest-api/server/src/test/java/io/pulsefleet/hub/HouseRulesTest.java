package io.pulsefleet.hub;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.pulsefleet.hub.http.FromStrangers;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.stream.Stream;

/** What holds for the hub and the store, and would rot if nobody looked. */
@AnalyzeClasses(packages = "io.pulsefleet", importOptions = DoNotIncludeTests.class)
class HouseRulesTest {

    @ArchTest
    static final ArchRule jpaAndSqlAreTheStores = noClasses()
            .that()
            .resideInAPackage("io.pulsefleet.hub..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta.persistence..", "org.postgresql..", "org.flywaydb..")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.sql.PreparedStatement");

    @ArchTest
    static final ArchRule theStoreKnowsNobody = noClasses()
            .that()
            .resideInAPackage("io.pulsefleet.store..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.pulsefleet.hub..", "io.pulsefleet.wire..", "jakarta.ws.rs..");

    @ArchTest
    static final ArchRule theHubsFeaturesHaveNoCycles =
            slices().matching("io.pulsefleet.hub.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule theStoresFeaturesHaveNoCycles =
            slices().matching("io.pulsefleet.store.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule httpKnowsNoFeature = noClasses()
            .that()
            .resideInAPackage("io.pulsefleet.hub.http..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.pulsefleet.hub.access..",
                    "io.pulsefleet.hub.fleet..",
                    "io.pulsefleet.hub.intake..",
                    "io.pulsefleet.hub.query..",
                    "io.pulsefleet.hub.ready..",
                    "io.pulsefleet.hub.retain..");

    @ArchTest
    static final ArchRule onlyRetainKnowsJakartaBatch = noClasses()
            .that()
            .resideInAPackage("io.pulsefleet..")
            .and()
            .resideOutsideOfPackage("io.pulsefleet.hub.retain..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jakarta.batch..");

    @ArchTest
    static final ArchRule onlyHubJobsStartsJobs = noClasses()
            .that()
            .doNotHaveSimpleName("HubJobs")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("jakarta.batch.runtime.BatchRuntime");

    @ArchTest
    static final ArchRule onlyResourcesHavePaths = classes()
            .that()
            .areAnnotatedWith(Path.class)
            .should()
            .haveSimpleNameEndingWith("Resource")
            .andShould()
            .dependOnClassesThat()
            .resideInAPackage("jakarta.ws.rs..");

    @ArchTest
    static final ArchRule resourcesTranslateAndStepAside = noClasses()
            .that()
            .areAnnotatedWith(Path.class)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.pulsefleet.store..", "jakarta.transaction..", "java.sql..", "javax.sql..");

    @ArchTest
    static final ArchRule everyRouteSaysWhoMay = methods()
            .that()
            .areMetaAnnotatedWith(HttpMethod.class)
            .should(new ArchCondition<>("say who may call them, in one way") {
                @Override
                public void check(JavaMethod method, ConditionEvents events) {
                    var says = method.isAnnotatedWith(PermitAll.class) != method.isAnnotatedWith(RolesAllowed.class);
                    events.add(new SimpleConditionEvent(method, says, method.getFullName()));
                }
            });

    @ArchTest
    static final ArchRule strangersTakeNoRoomFromOthers = methods()
            .that()
            .areMetaAnnotatedWith(HttpMethod.class)
            .should(new ArchCondition<>("say so of a body that comes from those who are not known yet") {
                @Override
                public void check(JavaMethod method, ConditionEvents events) {
                    var roles = method.isAnnotatedWith(RolesAllowed.class)
                            ? List.of(method.getAnnotationOfType(RolesAllowed.class)
                                    .value())
                            : List.of("nobody");
                    var ofStrangers = roles.contains("nobody") || roles.contains("joiner");
                    var says = Stream.of(method.reflect().getParameters())
                            .filter(parameter -> parameter.getType().isRecord())
                            .allMatch(body -> body.isAnnotationPresent(FromStrangers.class) == ofStrangers);
                    events.add(new SimpleConditionEvent(method, says, method.getFullName()));
                }
            });
}
