package org.plankton.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.plankton.registry.TestRegistry.ALICE;
import static org.plankton.registry.TestRegistry.BOB;
import static org.plankton.registry.TestRegistry.CAROL;
import static org.plankton.registry.TestRegistry.NOON;
import static org.plankton.registry.TestRegistry.endSharings;
import static org.plankton.registry.TestRegistry.fault;
import static org.plankton.registry.TestRegistry.unsettledReaders;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.plankton.registry.change.Settle;
import org.plankton.registry.change.SettleAll;
import org.plankton.registry.change.SettleBeside;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Image;
import org.plankton.registry.ports.Identity;
import org.plankton.registry.request.Caller;
import org.plankton.registry.sharing.Attempts;
import org.plankton.testing.MovableClock;

/** What is noted of an account is settled beside its requests; or by the service, whoever asks for what. */
class SettleBesideTest {
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final TestRegistry test = new TestRegistry();
    private final MovableClock clock = new MovableClock(NOON);
    private final AtomicInteger questions = new AtomicInteger();
    private final AtomicInteger shares = new AtomicInteger();

    /** May throw what the store fails with, of whom it is asked by and whose object it is. */
    private volatile BiConsumer<Caller, String> fails = (caller, account) -> {};

    private final Settle settle = settle(GRACE);
    private final SettleBeside beside = new SettleBeside(settle, GRACE, clock);
    private final Identity identity =
            beside.seenBy(token -> Optional.of(new Identity.Authenticated(token.replaceAll("-.*", ""), Instant.MAX)));

    private Settle settle(Duration grace) {
        return new Settle(
                new StoppingDatabase(test.database, questions::incrementAndGet),
                test.store,
                (caller, location, readers, former, look) -> {
                    shares.incrementAndGet();
                    fails.accept(caller, location.account());
                    test.store.share(caller, location, readers, former, look);
                },
                new Attempts(),
                Duration.ofMinutes(2),
                grace,
                TestRegistry.clock(NOON));
    }

    @AfterEach
    void stop() {
        beside.close();
    }

    private Image leftOff() {
        return leftOff(ALICE);
    }

    private Image leftOff(Caller owner) {
        Image image = test.register(owner, "a");
        test.share(owner, image.id(), "dave");
        test.store.fail();
        assertThat(fault(() -> test.registry().removeMember(owner, image.id(), "dave")))
                .isEqualTo(Fault.Kind.UNAVAILABLE);
        test.store.recover();
        endSharings();
        return image;
    }

    private static void await(BooleanSupplier fact) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!fact.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.onSpinWait();
        }
    }

    @Test
    void oneRequestOfTheOwnersIsEnough() {
        Image image = leftOff();
        beside.look();

        assertThat(identity.authenticate("alice-token")).isPresent();

        await(() -> unsettledReaders().isEmpty());
        assertThat(test.store.readers(image.location())).isEmpty();
    }

    /** The request is asked for the token once, and is settled with it when whoever has begun has been left alone. */
    @Test
    void oneRequestIsEnoughEvenIfItComesTooEarly() {
        Image image = leftOff();
        test.database.inTransaction("alice", tables -> {
            tables.sharings().begin(image.location(), image.id());
            return image;
        });
        beside.look();

        identity.authenticate("alice-token");

        await(() -> test.store.readers(image.location()).isEmpty());
    }

    @Test
    void neitherAStrangerNorWhoeverHasNothingNotedAsksTheDatabaseAnything() {
        int alone = questionsUntilItIsShared("alice-token");

        int withOthers = questionsUntilItIsShared("bob-token", "carol-token", "alice-token");

        assertThat(withOthers).as("nothing is begun for the others").isEqualTo(alone);
    }

    /** @param tokens the last is the owner's */
    private int questionsUntilItIsShared(String... tokens) {
        leftOff();
        beside.look();
        int before = questions.get();
        AtomicInteger asked = new AtomicInteger();
        fails = (caller, account) -> asked.compareAndSet(0, questions.get() - before);
        List.of(tokens).forEach(identity::authenticate);
        await(() -> {
            clock.move(Duration.ofSeconds(10)); // whoever has settled may be just ending, and the account rests then
            identity.authenticate("alice-token");
            return unsettledReaders().isEmpty();
        });
        return asked.get();
    }

    @Test
    void theRequestDoesNotWaitForAStoreThatDoesNotAnswer() {
        leftOff();
        beside.look();
        Semaphore store = new Semaphore(0);
        test.store.beforeSharing(store::acquireUninterruptibly);

        for (int i = 0; i < 3; i++) {
            identity.authenticate("alice-token"); // this thread is the one that would let the store go on
        }
        store.release(1000);

        await(() -> unsettledReaders().isEmpty());
        assertThat(shares).as("one at a time").hasValue(1);
    }

    @Test
    void whatFailsIsTriedAgainAfterAWhileAndDoesNoHarmToRequests() {
        Image image = leftOff();
        beside.look();
        test.store.fail();
        identity.authenticate("alice-token");
        await(() -> shares.get() == 1);
        await(() -> {
            clock.move(Duration.ofSeconds(10));
            identity.authenticate("alice-token");
            return shares.get() >= 2;
        });

        test.store.recover();
        await(() -> {
            clock.move(Duration.ofMinutes(1));
            assertThat(identity.authenticate("alice-token")).isPresent();
            return test.store.readers(image.location()).isEmpty();
        });
    }

    /** Whose token it is says nothing of what it may. */
    @Test
    void aTokenThatMayNotWriteDoesNotMakeTheOwnersOthersWait() {
        Image image = leftOff();
        beside.look();
        fails = (caller, account) -> {
            if (caller.token().equals("alice-monitor")) {
                throw new Fault(Fault.Kind.FORBIDDEN, "it may only read");
            }
        };
        for (int i = 1; i <= 7; i++) {
            int twice = 2 * i; // it is asked again, as one such answer proves nothing
            await(() -> {
                clock.move(Duration.ofHours(1));
                identity.authenticate("alice-monitor");
                return shares.get() >= twice;
            });
        }

        Instant soon = clock.instant().plus(Duration.ofMinutes(10));
        await(() -> {
            clock.move(Duration.ofSeconds(1));
            identity.authenticate("alice-monitor");
            identity.authenticate("alice-token");
            assertThat(clock.instant()).isBefore(soon); // and a monitor rests for longer
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
            return test.store.readers(image.location()).isEmpty();
        });
        assertThat(shares).hasValueLessThan(20);
    }

    @Test
    void afterItIsClosedRequestsGoOnAndNothingElse() throws InterruptedException {
        leftOff();
        beside.look();
        beside.close();
        int before = questions.get();

        assertThat(identity.authenticate("alice-token")).isPresent();

        assertThat(questions).hasValue(before);
        assertThat(unsettledReaders()).containsExactly("dave");
    }

    @Test
    void aFailingDatabaseIsNoRequestsBusiness() {
        leftOff();
        FailingDatabase failing = new FailingDatabase(test.database);
        Settle without = new Settle(
                failing,
                test.store,
                test.store,
                new Attempts(),
                Duration.ofMinutes(2),
                Duration.ZERO,
                TestRegistry.clock(NOON));
        try (SettleBeside other = new SettleBeside(without, Duration.ZERO, clock)) {
            other.look();
            failing.failNext(false, true);
            assertThat(fault(() -> failing.inTransaction("alice", tables -> true)))
                    .isEqualTo(Fault.Kind.UNAVAILABLE);

            assertThat(other.seenBy(token -> Optional.of(new Identity.Authenticated("alice", Instant.MAX)))
                            .authenticate("alice-token"))
                    .isPresent();
            await(failing::hasRefused);
        }
    }

    @Test
    void theServiceSettlesForAllAccountsThoughOneFails() {
        Image alices = leftOff(ALICE);
        Image bobs = leftOff(BOB);
        SettleAll all = new SettleAll(settle(Duration.ZERO), () -> Caller.service("token"), clock);
        fails = (caller, account) -> {
            if (account.equals("alice")) {
                throw new Fault(Fault.Kind.FORBIDDEN, "not this one's");
            }
        };

        all.run();
        int asked = shares.get();
        all.run();

        assertThat(test.store.readers(alices.location())).containsExactly("dave");
        assertThat(test.store.readers(bobs.location())).isEmpty();
        assertThat(shares).as("who has failed is left alone").hasValue(asked);
        clock.move(Duration.ofSeconds(31));
        all.run();
        assertThat(shares).hasValueGreaterThan(asked);
    }

    @Test
    void theServiceGoesOnOnceTheStoreAnswers() {
        Image image = leftOff();
        SettleAll all = new SettleAll(settle(Duration.ZERO), () -> Caller.service("token"), clock);
        test.store.fail();
        assertThat(fault(all::run)).isEqualTo(Fault.Kind.UNAVAILABLE);
        test.store.recover();
        clock.move(Duration.ofSeconds(11));

        all.run();

        assertThat(test.store.readers(image.location())).isEmpty();
    }

    /** Whichever they are, and be they the first each time. */
    @ParameterizedTest
    @ValueSource(strings = {"alice", "bob", "carol", "alice bob", "bob carol", "alice carol"})
    void accountsOfWhichTheStoreNeverAnswersDoNotKeepTheOthersFromTheirTurn(String silent) {
        List<Image> images = List.of(leftOff(ALICE), leftOff(BOB), leftOff(CAROL));
        SettleAll all = new SettleAll(settle(Duration.ZERO), () -> Caller.service("token"), clock);
        fails = (caller, account) -> {
            if (silent.contains(account)) {
                throw new Fault(Fault.Kind.UNAVAILABLE, "it has timed out");
            }
        };

        for (int i = 0; i < 3; i++) {
            assertThat(fault(all::run)).isEqualTo(Fault.Kind.UNAVAILABLE);
            clock.move(Duration.ofSeconds(10));
        }

        assertThat(images)
                .allSatisfy(
                        image -> assertThat(test.store.readers(image.location()).isEmpty())
                                .isEqualTo(!silent.contains(image.owner())));
        fails = (caller, account) -> {};
        all.run();
        assertThat(images)
                .allSatisfy(image ->
                        assertThat(test.store.readers(image.location())).isEmpty());
    }

    @Test
    void theServiceAsksForNoTokenWhileNothingIsNoted() {
        test.register(ALICE, "a");

        new SettleAll(
                        settle,
                        () -> {
                            throw new AssertionError("asked for a token");
                        },
                        clock)
                .run();
    }
}
