package io.pulsefleet.agent;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.pulsefleet.agent", importOptions = DoNotIncludeTests.class)
class HouseRulesTest {

    @ArchTest
    static final ArchRule jakartaBatchStaysInJobs = noClasses()
            .that()
            .resideOutsideOfPackage("io.pulsefleet.agent.jobs..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jakarta.batch..")
            .because("all else is plain Java that a test can call");

    @ArchTest
    static final ArchRule aCollectorKnowsOnlyItsTarget = noClasses()
            .that()
            .resideInAPackage("io.pulsefleet.agent.collect..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.pulsefleet.agent.jobs..",
                    "io.pulsefleet.agent.spool..",
                    "io.pulsefleet.agent.deliver..",
                    "io.pulsefleet.agent.schedule..",
                    "io.pulsefleet.agent.fleet..",
                    "io.pulsefleet.agent.hub..",
                    "io.pulsefleet.agent.status..")
            .because("its runner measures, spools and sends");

    @ArchTest
    static final ArchRule collectorsDoNotKnowEachOther = slices().matching("io.pulsefleet.agent.collect.(*)..")
            .should()
            .notDependOnEachOther()
            .ignoreDependency(
                    alwaysTrue(),
                    resideInAnyPackage( // tools of several
                            "io.pulsefleet.agent.collect.command..",
                            "io.pulsefleet.agent.collect.exposition..",
                            "io.pulsefleet.agent.collect.jdbc..",
                            "io.pulsefleet.agent.collect.kernel..",
                            "io.pulsefleet.agent.collect.tail.."));

    @ArchTest
    static final ArchRule theTailKnowsNoCollector = noClasses()
            .that()
            .resideInAPackage("io.pulsefleet.agent.collect.tail..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.pulsefleet.agent.collect.pglog..", "io.pulsefleet.agent.collect.sql..")
            .because("what the bytes of a file mean is for its reader to know");

    @ArchTest
    static final ArchRule oshiStaysInCollectSystem = noClasses()
            .that()
            .resideOutsideOfPackage("io.pulsefleet.agent.collect.system..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("oshi..");

    @ArchTest
    static final ArchRule jdbcStaysWithThoseWhoAskDatabases = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "io.pulsefleet.agent.collect.command..",
                    "io.pulsefleet.agent.collect.jdbc..",
                    "io.pulsefleet.agent.collect.sql..",
                    "io.pulsefleet.agent.collect.postgres..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "org.postgresql..", "org.mariadb..");

    @ArchTest
    static final ArchRule theSpoolKnowsNobody = noClasses()
            .that()
            .resideInAPackage("io.pulsefleet.agent.spool..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.pulsefleet.agent.collect..",
                    "io.pulsefleet.agent.jobs..",
                    "io.pulsefleet.agent.deliver..",
                    "io.pulsefleet.agent.fleet..",
                    "io.pulsefleet.agent.hub..")
            .because("it is the only thing between reading and sending");

    @ArchTest
    static final ArchRule featuresFormNoCircle =
            slices().matching("io.pulsefleet.agent.(*)..").should().beFreeOfCycles();
}
