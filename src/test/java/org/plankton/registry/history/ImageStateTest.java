package org.plankton.registry.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.plankton.registry.image.ContainerFormat;
import org.plankton.registry.image.Content;
import org.plankton.registry.image.DiskFormat;
import org.plankton.registry.image.Finding;
import org.plankton.registry.image.Found;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Location;
import org.plankton.registry.image.MemberStatus;
import org.plankton.registry.image.Metadata;
import org.plankton.registry.image.Properties;
import org.plankton.registry.image.Status;
import org.plankton.registry.image.Tags;
import org.plankton.registry.image.Visibility;

class ImageStateTest {
    private static final String ID = "7d0a5a3e-3f52-5c8e-9d55-0b6c0c1f2a10";
    private static final int STORIES = 300;
    private static final int LENGTH = 12;

    /** An image, or none, and whom it is shared with. */
    private record Known(Image image, Map<String, Membership> members) {
        ImageState state() {
            return ImageState.of(image, members);
        }
    }

    /** Of small sets of values, so that each is often what it was. */
    private static final class Story {
        private final Random random;

        Story(long seed) {
            random = new Random(seed);
        }

        @SafeVarargs
        private <T> T one(T... all) {
            return all[random.nextInt(all.length)];
        }

        private <E extends Enum<E>> E one(Class<E> type) {
            List<E> all = List.copyOf(EnumSet.allOf(type));
            return all.get(random.nextInt(all.size()));
        }

        private <T> T maybe(Supplier<T> some) {
            return random.nextBoolean() ? some.get() : null;
        }

        Known next() {
            return random.nextInt(10) == 0 ? new Known(null, Map.of()) : new Known(image(), members());
        }

        private Map<String, Membership> members() {
            Map<String, Membership> members = new HashMap<>();
            for (String account : Set.of("bob", "carol", "properties")) {
                if (random.nextBoolean()) {
                    members.put(account, new Membership(random.nextBoolean(), one(MemberStatus.class)));
                }
            }
            return members;
        }

        private Image image() {
            boolean isDeleted = random.nextInt(4) == 0;
            return new Image(
                    ID,
                    one("alice", "bob"),
                    metadata(),
                    isDeleted ? Status.DELETED : one(Status.class),
                    isDeleted
                            ? null
                            : maybe(() -> new Found(one(Finding.CHANGED, Finding.GONE), time(), one(Status.class))),
                    maybe(() -> content(isDeleted)),
                    time(),
                    time(),
                    isDeleted ? time() : null);
        }

        private Metadata metadata() {
            Map<String, String> properties = new TreeMap<>();
            for (String key : List.of("os", "members", "", "Ключ \u0000\"")) {
                if (random.nextBoolean()) {
                    properties.put(key, one("", "debian", "fedora", "😀"));
                }
            }
            return new Metadata(
                    one("", "Debian", "Εργαστήριο"),
                    maybe(() -> one(DiskFormat.class)),
                    maybe(() -> one(ContainerFormat.class)),
                    one(Visibility.class),
                    random.nextBoolean(),
                    one(0, 512, Integer.MAX_VALUE),
                    one(0, 10),
                    random.nextBoolean(),
                    new Tags(one(List.of(), List.of("a"), List.of("a", "b"), List.of("b", "c"))),
                    new Properties(properties));
        }

        private Content content(boolean isDeleted) {
            return new Content(
                    isDeleted ? null : new Location("alice", "images", one("a", "b c/%41#?", "ñ")),
                    one(0L, 5L, Long.MAX_VALUE),
                    one("", "abcd"),
                    isDeleted ? null : maybe(() -> "0b1ec700-0000-4000-8000-000000000001"),
                    one("", "ef"),
                    one("", "01"),
                    random.nextBoolean() ? OptionalLong.empty() : OptionalLong.of(one(0L, 1L << 40)),
                    random.nextBoolean());
        }

        private Instant time() {
            return Instant.parse(one("2026-11-30T00:00:00Z", "2026-11-30T00:00:00.000001Z", "1970-01-01T00:00:00.5Z"));
        }
    }

    @Test
    void aStateIsAllThatAnImageIs() {
        for (int seed = 0; seed < STORIES; seed++) {
            Known known = new Story(seed).next();

            assertThat(known.state().members()).as("seed " + seed).isEqualTo(known.members());
            assertThat(known.state().isRegistered())
                    .as("seed " + seed)
                    .isEqualTo(known.image() != null && known.image().deletedAt() == null);
            if (known.image() != null) {
                assertThat(known.state().image(ID)).as("seed " + seed).isEqualTo(known.image());
            }
        }
    }

    @Test
    void whatWasIsFoundByUndoingWhatIsDifferentOneByOne() {
        for (int seed = 0; seed < STORIES; seed++) {
            Story story = new Story(seed);
            List<Known> told = new ArrayList<>();
            List<ImageState.Difference> differences = new ArrayList<>();
            told.add(story.next());
            for (int i = 1; i < LENGTH; i++) {
                Known before = told.get(i - 1);
                Known after = story.next();
                told.add(after);
                differences.add(
                        ImageState.Difference.of(before.image(), before.members(), after.image(), after.members()));
            }

            ImageState state = told.get(LENGTH - 1).state();
            for (int i = LENGTH - 2; i >= 0; i--) {
                state = state.undone(
                        differences.get(i).before(), differences.get(i).after());
                assertThat(state)
                        .as("seed " + seed + ", " + i)
                        .isEqualTo(told.get(i).state());
            }
        }
    }

    @Test
    void onlyWhatIsDifferentIsInADifference() {
        Image before = Image.reserved(
                ID,
                "alice",
                Metadata.NONE
                        .withName("a")
                        .withTags(new Tags(List.of("a", "b")))
                        .withProperties(new Properties(Map.of("os", "debian", "kernel", "6"))),
                Instant.EPOCH);
        Image after = before.withMetadata(before.metadata()
                .withIsProtected(true)
                .withTags(new Tags(List.of("b", "c")))
                .withProperties(new Properties(Map.of("os", "fedora", "kernel", "6", "gui", ""))));

        ImageState.Difference difference = ImageState.Difference.of(
                before,
                Map.of("bob", new Membership(false, MemberStatus.PENDING)),
                after,
                Map.of("bob", new Membership(false, MemberStatus.ACCEPTED)));

        assertThat(difference.before().values())
                .isEqualTo(Map.of(
                        "tags",
                        List.of("a"),
                        "properties",
                        Map.of("os", "debian"),
                        "members",
                        Map.of("bob", Map.of("status", "pending"))));
        assertThat(difference.after().values())
                .isEqualTo(Map.of(
                        "protected",
                        true,
                        "tags",
                        List.of("c"),
                        "properties",
                        Map.of("os", "fedora", "gui", ""),
                        "members",
                        Map.of("bob", Map.of("status", "accepted"))));
    }
}
