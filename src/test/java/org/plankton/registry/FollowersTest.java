package org.plankton.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plankton.registry.TestRegistry.ALICE;
import static org.plankton.registry.TestRegistry.execute;

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.plankton.registry.ports.FollowerMapper;

/** How far those have come who follow the journal. */
class FollowersTest {
    private final TestRegistry test = new TestRegistry();

    private void write(Consumer<FollowerMapper> work) {
        test.database.inTransaction("follower", tables -> {
            work.accept(tables.followers());
            return true;
        });
    }

    private Long position() {
        return test.database.read(tables -> tables.followers().find("one"));
    }

    private long settled() {
        return test.database.read(tables -> tables.journal().findSettled());
    }

    @Test
    void whoHasNotBegunDoesNotFollow() {
        write(followers -> followers.advance("one", 7));

        assertThat(position()).isNull();
    }

    @Test
    void nobodyIsPutBackButByBeginningAnew() {
        write(followers -> followers.begin("one", 5));
        write(followers -> followers.advance("one", 7));
        write(followers -> followers.advance("one", 6)); // another service's, which is slower

        assertThat(position()).isEqualTo(7);

        write(followers -> followers.begin("one", 3));

        assertThat(position()).isEqualTo(3);
    }

    @Test
    void whatWasDoneWithinAMinuteIsNotSettled() {
        assertThat(settled()).isZero();

        test.register(ALICE, "a");
        assertThat(settled()).isZero();

        execute("UPDATE journal SET made_at = made_at - INTERVAL 61 SECOND");
        long first = settled();
        test.register(ALICE, "b");

        assertThat(first).isPositive();
        assertThat(settled()).isEqualTo(first);
    }
}
