package org.plankton;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The shape of the code: a star, with the registry in the middle. What to do when it fails: CONTRIBUTING.md. */
class ArchitectureTest {
    private static final JavaClasses CODE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.plankton");

    @Test
    void theRegistryNeedsOnlyJava() {
        classes()
                .that()
                .resideInAPackage("org.plankton.registry..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.plankton.registry..")
                .because("what an image is does not change with the wire, the database or the identity service")
                .check(CODE);
    }

    @Test
    void theArmsDoNotKnowEachOther() {
        slices().matching("org.plankton.(database|identity|objects|api)..")
                .should()
                .notDependOnEachOther()
                .because("each package speaks to one party outside")
                .check(CODE);
    }

    @Test
    void theDialectsDoNotKnowEachOther() {
        slices().matching("org.plankton.api.(*)..")
                .should()
                .notDependOnEachOther()
                .because("a wire is read whole in its own package, and changed there")
                .check(CODE);
        noClasses()
                .that()
                .resideInAPackage("org.plankton.api")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.plankton.api.*")
                .because("what all wires share knows none of them")
                .check(CODE);
    }

    @Test
    void nothingButTheApplicationPutsPartsTogether() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.plankton")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.plankton")
                .because("the parts are handed what they need")
                .check(CODE);
    }

    @Test
    void eachLibraryHasOneHome() {
        inPackages(
                        "java.sql..",
                        "javax.sql..",
                        "org.apache.ibatis..",
                        "com.zaxxer..",
                        "org.flywaydb..",
                        "org.mariadb..")
                .only("org.plankton.database");
        inPackages("org.apache.hc..").only("org.plankton.http", "org.plankton.identity", "org.plankton.objects");
        inPackages("jakarta..", "org.glassfish..").only("org.plankton", "org.plankton.api..");
        inPackages("com.github.benmanes..").only("org.plankton", "org.plankton.identity");
    }

    private record Libraries(String[] packages) {
        void only(String... homes) {
            noClasses()
                    .that()
                    .resideOutsideOfPackages(homes)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(packages)
                    .because("a library that is used everywhere can never be changed")
                    .check(CODE);
        }
    }

    private static Libraries inPackages(String... packages) {
        return new Libraries(packages);
    }
}
