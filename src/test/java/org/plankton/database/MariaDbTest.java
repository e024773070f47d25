package org.plankton.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.plankton.LogLines;
import org.plankton.TestDatabase;
import org.plankton.development.EmbeddedMariaDb;
import org.plankton.registry.image.ContainerFormat;
import org.plankton.registry.image.DiskFormat;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Location;
import org.plankton.registry.image.Status;

class MariaDbTest {
    private final MariaDb database = TestDatabase.empty();

    private static Image image(int number) {
        Location location = new Location("alice", "images", "object" + number);
        return new Image(
                location.uuid().toString(),
                "alice",
                "name",
                location,
                DiskFormat.DISKDUMP,
                ContainerFormat.BARE,
                Long.MAX_VALUE,
                "abc",
                null,
                "",
                false,
                Status.AVAILABLE,
                null,
                false,
                false,
                0,
                0,
                Map.of(),
                Instant.EPOCH,
                Instant.EPOCH,
                null);
    }

    private void insert(Image image) {
        database.inTransaction(tables -> {
            tables.images().insert(image);
            return null;
        });
    }

    @Test
    void whatWasWrittenIsRead() {
        Image image = new Image(
                image(1).id(),
                "alice",
                "😀\"\\\u0000\n\u2028",
                new Location("a", "ü", "😀 /b"),
                DiskFormat.NTFSDUMP,
                ContainerFormat.AKI,
                0,
                "abc",
                null,
                "5d41402abc4b2a76b9719d911017c592",
                true,
                Status.ERROR,
                null,
                true,
                true,
                Integer.MAX_VALUE,
                1,
                Map.of("a\u0001b", "\"😀\\", "ü", "\u0000"),
                Instant.parse("1969-12-31T23:59:59.999999Z"),
                Instant.parse("2040-02-29T01:30:00.000001Z"),
                null);

        insert(image);

        assertThat(database.<Image>read(tables -> tables.images().find(image.id())))
                .isEqualTo(image);
        assertThat(database.<Image>read(tables -> tables.images().findByLocation(image.location())))
                .isEqualTo(image);
    }

    /** Which may take minutes, and nobody who asks whether there is a database waits so long. */
    @Test
    void askingWhetherItAnswersMakesNoTables() throws SQLException {
        String url = EmbeddedMariaDb.shared().jdbcUrl("probed");
        try (Connection connection = EmbeddedMariaDb.shared().connect("probed");
                Statement statement = connection.createStatement();
                MariaDb probed = new MariaDb(url, "prober", "", 2)) { // nobody yet
            assertThat(probed.answers()).isFalse();

            statement.execute("CREATE USER prober@'%'");
            statement.execute("GRANT ALL ON probed.* TO prober@'%'");

            assertThat(probed.answers()).isFalse();
            try (ResultSet tables = statement.executeQuery("SHOW TABLES")) {
                assertThat(tables.next()).isFalse();
            }

            probed.lookAtTables();
            assertThat(probed.answers()).isTrue();
        }
    }

    @Test
    void aSnapshotShowsOneMomentAndAReadEachStatementsOwn() {
        insert(image(1));
        String id = image(1).id();

        assertThat(database.<Boolean>snapshot(tables -> {
                    Long before = tables.images().findReadersVersion(id);
                    insertMember(id, "bob");
                    return tables.images().findReadersVersion(id).equals(before)
                            && tables.members().listAccounts(id).isEmpty();
                }))
                .isTrue();
        assertThat(database.<Boolean>read(tables -> {
                    tables.images().findReadersVersion(id);
                    insertMember(id, "carol");
                    return tables.members().isMember(id, "carol");
                }))
                .isTrue();
    }

    private void insertMember(String id, String account) {
        database.inTransaction(tables -> {
            tables.members().insert(id, Set.of(account));
            tables.images().countReadersChange(id);
            return id;
        });
    }

    @Test
    void aTransactionThatThrowsLeavesNothing() {
        assertThatThrownBy(() -> database.inTransaction(tables -> {
                    tables.images().insert(image(1));
                    tables.members().insert(image(1).id(), Set.of("bob"));
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");

        assertThat(database.<Image>read(tables -> tables.images().find(image(1).id())))
                .isNull();
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
        database.inTransaction(tables -> {
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
    void aTransactionRunsAgainWhereAnotherHasInsertedTheSameMeanwhile() {
        AtomicInteger runs = new AtomicInteger();

        boolean inserted = database.inTransaction(tables -> {
            boolean isThere = tables.images().lockByLocation(image(1).location()) != null;
            if (runs.incrementAndGet() == 1) {
                insert(image(1)); // the other, in a transaction of its own
            }
            if (!isThere) {
                tables.images().insert(image(1));
            }
            return !isThere;
        });

        assertThat(inserted).isFalse();
        assertThat(runs).hasValue(2);
    }

    @Test
    void aLockThatIsNeverGivenUpIsNotWaitedForWithoutEnd() throws SQLException {
        insert(image(1));
        try (Connection connection = TestDatabase.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.executeQuery("SELECT * FROM image FOR UPDATE").close();
            Instant start = Instant.now();

            assertThatThrownBy(() ->
                            database.inTransaction(tables -> tables.images().lock(image(1).id())))
                    .isInstanceOfSatisfying(
                            Fault.class, fault -> assertThat(fault.kind()).isEqualTo(Fault.Kind.UNAVAILABLE));
            assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(12));
        }
    }

    @Test
    void aDatabaseThatIsNotThereIsToldAtOnceAndFoundWhenItIs() throws SQLException {
        String url = EmbeddedMariaDb.shared().jdbcUrl("comes_later");
        drop("comes_later");
        try (MariaDb late = new MariaDb(url, "root", "", 2)) {
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
                MariaDb nowhere = new MariaDb(address + "?password=Xyzzy&sslMode=disable", "plankton", "Xyzzy", 1)) {
            assertThatThrownBy(() -> nowhere.read(tables -> null)).isInstanceOf(Fault.class);

            assertThat(lines.texts())
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
                killing.execute("KILL " + others.getLong(1));
            }
        }
    }

    @Test
    void aRequestThatFindsNoFreeConnectionIsToldSoon() throws Exception {
        try (MariaDb narrow = new MariaDb(EmbeddedMariaDb.shared().jdbcUrl("narrow"), "root", "", 1)) {
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

    /** The schema explains itself: what a column is, and which query a key serves. */
    @Test
    void everyTableColumnAndKeyIsCommented() throws SQLException {
        for (String query : new String[] {
            "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE() AND table_comment = ''",
            "SELECT CONCAT(table_name, '.', column_name) FROM information_schema.columns"
                    + " WHERE table_schema = DATABASE() AND column_comment = ''",
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
        new MariaDb(EmbeddedMariaDb.shared().jdbcUrl("registry_tests"), "root", "", 1).close();

        assertThat(DriverManager.drivers().filter(driver -> driver instanceof org.mariadb.jdbc.Driver))
                .isEmpty();
    }
}
