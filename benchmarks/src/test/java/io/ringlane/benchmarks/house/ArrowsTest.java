package io.ringlane.benchmarks.house;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Reads the compiled classes of every module; {@link SourceTreeTest} sees what the compiler leaves out of them. */
class ArrowsTest {

    private static JavaClasses classes;

    @BeforeAll
    static void readClasses() {
        classes = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages(Module.ROOT_PACKAGE);
    }

    @Test
    void shouldSeeClassesOfEveryModuleThatHasAny() {
        for (final Module module : Module.present()) {
            if (module.hasMainClasses()) {
                assertThat(classes)
                        .as("compiled classes of module %s", module)
                        .anyMatch(c ->
                                resideInAnyPackage(module.rootPackage() + "..").test(c));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Module.class)
    void shouldKnowOnlyTheModulesBelowIt(final Module module) {
        final String[] strangers = Stream.of(Module.values())
                .filter(other -> other != module && !module.knows(other))
                .map(other -> other.rootPackage() + "..")
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage(module.rootPackage() + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(strangers)
                .allowEmptyShould(true)
                .because(
                        "the arrows are: core <- dataplane, core <- placement, both <- cloud <- embed, all <- benchmarks")
                .check(classes);
    }

    @Test
    void shouldHaveNoCycleBetweenPackages() {
        slices().matching(Module.ROOT_PACKAGE + ".(**)")
                .namingSlices("$1")
                .should()
                .beFreeOfCycles()
                .check(classes);
    }

    @Test
    void shouldPrintOnlyWhereAPersonReads() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "io.ringlane.cloud.cli..", "io.ringlane.cloud.report..", "io.ringlane.benchmarks..")
                .should(ACCESS_STANDARD_STREAMS)
                .because("a library that prints cannot be embedded; count it, throw it or log it")
                .check(classes);
    }

    @Test
    void shouldNeedNoJvmFlagWhenEmbedded() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.ringlane.benchmarks..")
                .should()
                .dependOnClassesThat(needAFlag())
                .because("an embedding user must need no JVM flag and see no warning, on JDK 17 and on 25")
                .check(classes);
    }

    private static DescribedPredicate<JavaClass> needAFlag() {
        return resideInAnyPackage(
                        "sun.misc..",
                        "jdk.internal..",
                        "org.agrona.concurrent.ringbuffer..",
                        "org.jctools.queues", // its varhandle package does without Unsafe
                        "org.jctools.queues.unpadded..")
                .or(resideInAnyPackage("org.agrona..")
                        .and(DescribedPredicate.describe(
                                "are buffers", c -> c.getSimpleName().endsWith("Buffer"))))
                .as("need --add-exports, or make JDK 25 warn");
    }
}
