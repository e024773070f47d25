package org.plankton.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.plankton.testing.Await.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.plankton.development.EmbeddedMariaDb;
import org.plankton.health.PartyHealth.State;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Location;
import org.plankton.registry.ports.Database;
import org.plankton.registry.ports.Journal;
import org.plankton.testing.Await;
import org.plankton.testing.LogLines;
import org.plankton.testing.TestCatalogue;
import org.slf4j.LoggerFactory;

@Tag("long")
class MariaDbTest {
    private static final Journal NONE = entry -> {};
    private static final int NO_SUCH_THREAD = 1094;

    private final MariaDb database = TestDatabase.empty();

    private static Image image(int number) {
        return OneImageContract.image(number);
    }

    @BeforeEach
    void meetAccounts() {
        database.inTransaction("alice", tables -> {
            tables.writes().accounts().meet(OneImageContract.ACCOUNTS);
            return true;
        });
    }

    private void insert(Image image) {
        database.inTransaction("alice", tables -> {
            tables.writes().images().insert(image, null);
            return null;
        });
    }

    /** Which may take minutes, and nobody who asks whether there is a database waits so long. */
    @Test
    @Timeout(60)
    void askingWhetherItAnswersMakesNoTables() throws SQLException {
        String url = EmbeddedMariaDb.shared().newJdbcUrl("probed");
        String user = "prober_" + System.nanoTime(); // nobody yet
        try (Connection connection = EmbeddedMariaDb.shared().connect("probed");
                Statement statement = connection.createStatement();
                MariaDb probed = new MariaDb(url, user, "", 2, TestCatalogue.ASSESSOR, NONE)) {
            assertThat(probed.answers()).isFalse();
            assertThat(probed.trouble()).hasValue("the database does not answer");
            Await.await(Duration.ofSeconds(10), () -> probed.health().state() == State.DOWN);

            statement.execute("CREATE USER " + user);
            statement.execute("GRANT ALL ON probed.* TO " + user);

            assertThat(probed.answers()).isFalse();
            try (ResultSet tables = statement.executeQuery("SHOW TABLES")) {
                assertThat(tables.next()).isFalse();
            }

            probed.lookAtTables();
            while (!probed.answers()) {
                Thread.onSpinWait(); // until it is asked again
            }
            assertThat(probed.trouble()).isEmpty();
            assertThat(probed.tablesVersion()).isPresent();
            await(Duration.ofSeconds(10), () -> probed.health().state() == State.UP);
            assertThat(probed.health().latency())
                    .hasValueSatisfying(latency -> assertThat(latency).isLessThan(Duration.ofSeconds(1)));
            statement.execute("DROP USER " + user);
        }
    }

    @Test
    void transactionsThatLockEachOtherBothSucceedInTheEnd() throws Exception {
        insert(image(1));
        insert(image(2));
        CyclicBarrier bothHoldOne = new CyclicBarrier(2);
        AtomicInteger runs = new AtomicInteger();

        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            var one = CompletableFuture.runAsync(() -> lockBoth(1, 2, bothHoldOne, runs), threads);
            var other = CompletableFuture.runAsync(() -> lockBoth(2, 1, bothHoldOne, runs), threads);
            one.get();
            other.get();
        } finally {
            threads.shutdownNow();
        }
        assertThat(runs).hasValueGreaterThan(2);
    }

    private void lockBoth(int first, int second, CyclicBarrier bothHoldOne, AtomicInteger runs) {
        database.inTransaction("alice", tables -> {
            tables.images().lock(image(first).id());
            if (runs.incrementAndGet() <= 2) {
                try {
                    bothHoldOne.await();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
            return tables.images().lock(image(second).id());
        });
    }

    @Test
    void aTransactionRunsAgainWhereAnotherHasInsertedTheSameMeanwhileAndTheJournalIsToldOnce() {
        AtomicInteger runs = new AtomicInteger();

        boolean inserted = database.inTransaction("alice", tables -> {
            boolean isThere = !lockCoupled(tables, 1).isEmpty();
            tables.writes().journal().write(OneImageContract.entry(image(1)));
            if (runs.incrementAndGet() == 1) {
                insert(image(1)); // the other, in a transaction of its own
            }
            if (!isThere) {
                tables.writes().images().insert(image(1), null);
            }
            return !isThere;
        });

        assertThat(inserted).isFalse();
        assertThat(runs).hasValue(2);
        assertThat(TestDatabase.journal()).hasSize(1);
    }

    private static List<Image> lockCoupled(Database.Tables tables, int number) {
        Image image = image(number);
        return tables.images().lockCoupled(image.location(), image.objectUuid(), image.id());
    }

    /** And are found as they are when that has ended, or not at all. */
    @Test
    void coupledImagesThatAnotherIsAboutToChangeAreWaitedFor() throws Exception {
        insert(image(1));
        insert(image(2));
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try {
            Image moved = image(1).movedTo(OneImageContract.ELSEWHERE, Instant.EPOCH);
            assertThat(coupledWhile(
                            threads,
                            tables -> tables.writes().images().update(moved, null, 0),
                            image(1).location(),
                            image(2).objectUuid()))
                    .as("one is there no longer")
                    .containsExactly(image(2));
            assertThat(coupledWhile(
                            threads,
                            tables -> tables.writes().images().insert(image(3), null),
                            image(3).location(),
                            image(2).objectUuid()))
                    .as("one has come")
                    .containsExactly(image(3), image(2));
            Image renamed = image(2).withOwner("bob");
            assertThat(coupledWhile(
                            threads,
                            tables -> tables.writes().images().update(renamed, null, 0),
                            OneImageContract.location(4),
                            image(2).objectUuid()))
                    .as("one is another's")
                    .containsExactly(renamed);
        } finally {
            threads.shutdownNow();
        }
    }

    /** What somebody else finds who asks before the change is committed. */
    private List<Image> coupledWhile(
            ExecutorService threads, Consumer<Database.Tables> change, Location location, String object)
            throws Exception {
        return database.inTransaction("alice", tables -> {
                    change.accept(tables);
                    CompletableFuture<List<Image>> found = CompletableFuture.supplyAsync(
                            () -> database.inTransaction(
                                    "alice",
                                    other -> other.images().lockCoupled(location, object, OneImageContract.UNKNOWN)),
                            threads);
                    awaitLockWait();
                    return found;
                })
                .get();
    }

    private static void awaitLockWait() {
        Instant end = Instant.now().plusSeconds(3);
        try (Connection connection = TestDatabase.connect();
                Statement statement = connection.createStatement()) {
            while (true) {
                try (ResultSet waits =
                        statement.executeQuery("SHOW GLOBAL STATUS LIKE 'innodb_row_lock_current_waits'")) {
                    waits.next();
                    if (waits.getInt(2) > 0) {
                        return;
                    }
                }
                assertThat(Instant.now()).as("nobody waits").isBefore(end);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aListenerThatFailsUndoesNothingAndIsToldOfTheRestAsOthersAreOfAll() {
        List<Journal.Entry> told = new ArrayList<>();
        List<Journal.Entry> others = new ArrayList<>();
        Journal failing = entry -> {
            told.add(entry);
            throw new IllegalStateException("no");
        };
        String url = EmbeddedMariaDb.shared().jdbcUrl("registry_tests");
        try (LogLines lines = LogLines.of(MariaDb.class);
                MariaDb failed =
                        new MariaDb(url, "root", "", 1, TestCatalogue.ASSESSOR, others::add, failing, others::add)) {
            boolean isDone = failed.inTransaction("alice", tables -> {
                tables.writes().images().insert(image(1), null);
                tables.writes().journal().write(OneImageContract.entry(image(1)));
                tables.writes().journal().write(OneImageContract.entry(image(2)));
                return true;
            });

            assertThat(isDone).isTrue();
            assertThat(told).hasSize(2);
            assertThat(others).containsExactly(told.get(0), told.get(0), told.get(1), told.get(1));
            assertThat(lines.ofThisThread())
                    .hasSize(2)
                    .allSatisfy(
                            line -> assertThat(line).startsWith("not told to ").contains(": register of image "));
        }
        assertThat(find(1)).isEqualTo(image(1));
    }

    @Test
    void whatClientsSayOfImagesIsNotLoggedWithStatementsAtAnyLevel() {
        Image image = image(1).withMetadata(image(1).metadata().withName("secret"));
        try (LogLines lines = LogLines.of("org.plankton")) {
            ((Logger) LoggerFactory.getLogger("org.plankton")).setLevel(Level.TRACE);
            boolean isDone = database.inTransaction("alice", tables -> {
                tables.writes().images().insert(image, null);
                tables.writes().journal().write(OneImageContract.entry(image));
                return true;
            });

            assertThat(isDone).isTrue();
            assertThat(find(1).metadata().name()).isEqualTo("secret");
            assertThat(lines.texts()).noneMatch(line -> line.contains("secret"));
        }
    }

    @Test
    void aLockThatIsNeverGivenUpIsNotWaitedForWithoutEnd() throws SQLException {
        insert(image(1));
        try (Connection connection = TestDatabase.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.executeQuery("SELECT * FROM image FOR UPDATE").close();
            Instant start = Instant.now();

            assertThatThrownBy(() -> database.inTransaction(
                            "alice", tables -> tables.images().lock(image(1).id())))
                    .isInstanceOfSatisfying(
                            Fault.class, fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.UNAVAILABLE));
            assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(12));
        }
    }

    @Test
    void aDatabaseThatIsNotThereIsToldAtOnceAndFoundWhenItIs() throws SQLException {
        String url = EmbeddedMariaDb.shared().jdbcUrl("comes_later");
        drop("comes_later");
        try (MariaDb late = new MariaDb(url, "root", "", 2, TestCatalogue.ASSESSOR, NONE)) {
            Instant start = Instant.now();
            assertThatThrownBy(() -> late.read(tables -> tables.images().find("x")))
                    .isInstanceOfSatisfying(
                            Fault.class, fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.UNAVAILABLE));
            assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(5));

            EmbeddedMariaDb.shared().jdbcUrl("comes_later");

            assertThat(late.<Image>read(tables -> tables.images().find("x"))).isNull();
        } finally {
            drop("comes_later");
        }
    }

    @Test
    void theLogNamesTheAddressThatIsWrongAndNoPassword() {
        String address = "jdbc:mariadb://127.0.0.1:1/plankton";
        try (LogLines lines = LogLines.of(Schema.class);
                MariaDb nowhere = new MariaDb(
                        address + "?password=Xyzzy&sslMode=disable",
                        "plankton",
                        "Xyzzy",
                        1,
                        TestCatalogue.ASSESSOR,
                        NONE)) {
            assertThatThrownBy(() -> nowhere.read(tables -> null)).isInstanceOf(Fault.class);

            assertThat(lines.ofThisThread())
                    .isNotEmpty()
                    .allSatisfy(line -> assertThat(line)
                            .contains("the database at " + address + " (plankton.database.url)")
                            .doesNotContain("Xyzzy"));
        }
    }

    private static void drop(String name) throws SQLException {
        try (Connection connection = TestDatabase.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP DATABASE IF EXISTS " + name);
        }
    }

    @Test
    void connectionsThatWereLostWhileIdleAreReplacedUnnoticed() throws SQLException {
        insert(image(1));
        for (int round = 1; round <= 3; round++) {
            for (int i = 0; i < 10; i++) { // so that none has been idle for long
                find(1);
            }
            kill("registry_tests");
            assertThat(find(1)).isNotNull();
            kill("registry_tests");
            insert(image(round + 1));
        }
    }

    private Image find(int number) {
        return database.read(tables -> tables.images().find(image(number).id()));
    }

    /** Ends all connections to that database but the one that does it. */
    private static void kill(String name) throws SQLException {
        try (Connection connection = TestDatabase.connect();
                Statement statement = connection.createStatement();
                Statement killing = connection.createStatement();
                ResultSet others = statement.executeQuery("SELECT id FROM information_schema.processlist WHERE db = '"
                        + name + "' AND id <> CONNECTION_ID()")) {
            while (others.next()) {
                long id = others.getLong(1);
                // One that has been lost already may end before it is its turn.
                killing.execute("BEGIN NOT ATOMIC DECLARE CONTINUE HANDLER FOR " + NO_SUCH_THREAD + " BEGIN END; KILL "
                        + id + "; END");
            }
        }
    }

    @Test
    void aRequestThatFindsNoFreeConnectionIsToldSoon() throws Exception {
        try (MariaDb narrow =
                new MariaDb(EmbeddedMariaDb.shared().jdbcUrl("narrow"), "root", "", 1, TestCatalogue.ASSESSOR, NONE)) {
            narrow.read(tables -> {
                tables.images().find("x");
                assertThatThrownBy(() -> narrow.read(again -> again.images().find("x")))
                        .isInstanceOfSatisfying(
                                Fault.class, fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.UNAVAILABLE));
                return null;
            });
            assertThat(narrow.<Image>read(tables -> tables.images().find("x"))).isNull();
        } finally {
            drop("narrow");
        }
    }

    @Test
    void aTransactionThatOthersOfItsAccountKeepOutIsToldSoonAndAnotherAccountsIsMade() throws Exception {
        try (MariaDb narrow =
                new MariaDb(EmbeddedMariaDb.shared().jdbcUrl("narrow"), "root", "", 2, TestCatalogue.ASSESSOR, NONE)) {
            Image found = narrow.inTransaction("alice", tables -> {
                assertThatThrownBy(() -> narrow.inTransaction(
                                "alice", again -> again.images().find("x")))
                        .isInstanceOfSatisfying(Fault.class, fault -> {
                            assertThat(fault.kind()).isEqualTo(Fault.Kind.UNAVAILABLE);
                            assertThat(fault).hasMessageContaining("too many changes");
                        });
                return narrow.inTransaction("bob", others -> others.images().find("x"));
            });
            assertThat(found).isNull();
            assertThat(narrow.<Boolean>inTransaction("alice", tables -> true)).isTrue();
        } finally {
            drop("narrow");
        }
    }

    /** The schema explains itself: what a column is, and which query a key serves. */
    @Test
    void everyTableColumnAndKeyIsCommented() throws SQLException {
        for (String query : new String[] {
            "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE() AND table_comment = ''",
            "SELECT CONCAT(table_name, '.', column_name) FROM information_schema.columns"
                    + " WHERE table_name NOT LIKE 'readable%' AND table_schema = DATABASE() AND column_comment = ''",
            "SELECT CONCAT(table_name, '.', index_name) FROM information_schema.statistics"
                    + " WHERE table_schema = DATABASE() AND index_comment = ''"
        }) {
            try (Connection connection = TestDatabase.connect();
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(query)) {
                while (rows.next()) {
                    assertThat(rows.getString(1)).as("has no comment").startsWith("flyway_schema_history");
                }
            }
        }
    }

    @Test
    void closingTakesTheDriverOffTheList() {
        new MariaDb(EmbeddedMariaDb.shared().jdbcUrl("registry_tests"), "root", "", 1, TestCatalogue.ASSESSOR, NONE)
                .close();

        assertThat(DriverManager.drivers().filter(driver -> driver instanceof org.mariadb.jdbc.Driver))
                .isEmpty();
    }
}
