package org.plankton.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plankton.registry.TestRegistry.ALICE;
import static org.plankton.registry.TestRegistry.BOB;
import static org.plankton.registry.TestRegistry.fault;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.SharedImage;

/** So much is shared that it is read in three pieces, and what becomes of it meanwhile. */
@Tag("long")
class SharedListInPiecesTest {
    private static final int IMAGES = 8_000;

    /** What is read at once. */
    private static final int PIECE = 3_000;

    private final TestRegistry test = new TestRegistry();

    enum Asked {
        WITH_ANOTHER {
            @Override
            void ask(Registry registry, Consumer<SharedImage> reader) {
                registry.listSharedWith(ALICE, "bob", reader);
            }
        },
        WITH_ONESELF {
            @Override
            void ask(Registry registry, Consumer<SharedImage> reader) {
                registry.listSharedWith(BOB, "bob", reader);
            }
        },
        TO_ONESELF {
            @Override
            void ask(Registry registry, Consumer<SharedImage> reader) {
                registry.listSharedTo(BOB, "bob", reader);
            }
        },
        TO_ANOTHER {
            @Override
            void ask(Registry registry, Consumer<SharedImage> reader) {
                registry.listSharedTo(ALICE, "bob", reader);
            }
        };

        abstract void ask(Registry registry, Consumer<SharedImage> reader);

        List<String> ids(Registry registry) {
            List<String> ids = new ArrayList<>();
            ask(registry, image -> ids.add(image.id()));
            return ids;
        }
    }

    /** Some have been created at once, and are in the order of their ids. */
    @BeforeEach
    void shareImages() {
        TestRegistry.execute("INSERT INTO account (name) VALUES ('alice'), ('bob')");
        TestRegistry.execute("""
                INSERT INTO image (id, owner, name, location_account, location_path, location_hash, disk_format,
                  container_format, size, checksum, status, visibility, is_public, properties, created_at, updated_at,
                  readers_version, stage)
                SELECT UNHEX(CONCAT(REVERSE(LPAD(HEX(seq), 8, '0')), '00004000800000000000beef')), number,
                  CONCAT('image ', seq), number, CONCAT('images/', seq), UNHEX(MD5(seq)),
                  (SELECT number FROM word WHERE kind = 'disk_format' AND word = 'diskdump'),
                  (SELECT number FROM word WHERE kind = 'container_format' AND word = 'bare'),
                  seq, UNHEX(SHA2(seq, 256)),
                  (SELECT number FROM word WHERE kind = 'status' AND word = 'available'),
                  (SELECT number FROM word WHERE kind = 'visibility' AND word = 'shared'), FALSE, '{}',
                  '2026-01-01' + INTERVAL CRC32(seq) MOD 1000 SECOND, '2026-01-01', 0, 0
                FROM account JOIN seq_1_to_%d
                WHERE account.name = 'alice'
                """.formatted(IMAGES));
        TestRegistry.execute("""
                INSERT INTO image_member (image, account, status, created_at, updated_at)
                SELECT image.number, account.number,
                  (SELECT number FROM word WHERE kind = 'member_status' AND word = 'accepted'), NOW(), NOW()
                FROM image JOIN account
                WHERE account.name = 'bob'
                """);
    }

    private static List<String> inOrder() {
        return TestRegistry.query("SELECT CAST(id AS UUID) FROM image ORDER BY created_at DESC, id DESC");
    }

    private static void delete(String sql, String id) {
        TestRegistry.execute(sql.formatted(id.replace("-", "")));
    }

    @ParameterizedTest
    @EnumSource
    void piecesMakeUpTheWholeListInItsOrder(Asked asked) {
        AtomicInteger reads = new AtomicInteger();
        Registry registry = test.registry(new StoppingDatabase(test.database, reads::incrementAndGet));

        assertThat(asked.ids(registry)).hasSize(IMAGES).isEqualTo(inOrder());
        assertThat(reads).hasValue(IMAGES / PIECE + 1);
    }

    /** Alice's and Bob's are not apart from each other. */
    @Test
    void whatTwoShareWithEachOtherIsOneList() {
        TestRegistry.execute("UPDATE image, account SET owner = account.number"
                + " WHERE image.number MOD 3 = 0 AND account.name = 'bob'");
        TestRegistry.execute("UPDATE image_member, account SET account = account.number"
                + " WHERE image MOD 3 = 0 AND account.name = 'alice'");

        assertThat(Asked.WITH_ANOTHER.ids(test.registry())).isEqualTo(inOrder());
        List<String> asBob = new ArrayList<>();
        test.registry().listSharedWith(BOB, "alice", image -> asBob.add(image.id()));
        assertThat(asBob).isEqualTo(inOrder());
    }

    /** Behind what has been read, and where a piece has ended. */
    @ParameterizedTest
    @EnumSource
    void whatIsSharedNoLongerMeanwhileIsLeftOutAndNothingElse(Asked asked) {
        List<String> expected = new ArrayList<>(inOrder());
        String unshared = expected.get(2 * PIECE + 10);
        String unregistered = expected.get(2 * PIECE - 1);
        List<String> ids = new ArrayList<>();

        asked.ask(test.registry(), image -> {
            if (ids.size() == PIECE - 1) {
                delete(
                        "DELETE FROM image_member WHERE image = (SELECT number FROM image WHERE id = UNHEX('%s'))",
                        unshared);
            }
            if (ids.size() == PIECE + 1) {
                delete("DELETE FROM image WHERE id = UNHEX('%s')", unregistered);
            }
            ids.add(image.id());
        });

        expected.remove(unshared);
        ids.remove(unregistered);
        expected.remove(unregistered);
        assertThat(ids).isEqualTo(expected);
    }

    @Test
    void noMoreThanTwoPiecesAreHeld() {
        List<WeakReference<SharedImage>> images = new ArrayList<>();

        Asked.TO_ONESELF.ask(test.registry(), image -> {
            images.add(new WeakReference<>(image));
            if (images.size() == 2 * PIECE + 1) {
                assertThat(isCollected(images.get(0))).isTrue();
            }
        });

        assertThat(images).hasSize(IMAGES);
    }

    private static boolean isCollected(WeakReference<SharedImage> image) {
        for (int i = 0; i < 50 && image.get() != null; i++) {
            System.gc();
        }
        return image.get() == null;
    }

    @Test
    void aListThatHasBegunWaitsForADatabaseThatIsBackSoon() {
        AtomicInteger reads = new AtomicInteger();
        StoppingDatabase away = new StoppingDatabase(test.database, () -> {
            int read = reads.incrementAndGet();
            if (read > 1 && read < 4) {
                throw new Fault(Fault.Kind.UNAVAILABLE, "the database does not answer; try again");
            }
        });

        assertThat(Asked.WITH_ANOTHER.ids(test.registry(away))).isEqualTo(inOrder());
    }

    @Test
    void aListThatHasNotBegunIsRefusedAtOnce() {
        StoppingDatabase away = new StoppingDatabase(test.database, () -> {
            throw new Fault(Fault.Kind.UNAVAILABLE, "the database does not answer; try again");
        });

        assertThat(fault(() -> Asked.TO_ANOTHER.ids(test.registry(away)))).isEqualTo(Fault.Kind.UNAVAILABLE);
        assertThat(fault(() -> test.registry().listSharedWith(ALICE, "ü", image -> {})))
                .isEqualTo(Fault.Kind.BAD_REQUEST);
    }
}
