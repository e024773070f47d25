package org.plankton.wire;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Holds conversations with a registry that is running in a container of its own, and tells how each of them went. They
 * share an account's store, so what one has left there may be settled in the middle of another: one that fails is held
 * again, once that is over.
 */
final class RunConversations {
    /** Longer than twice plankton.store.timeout, after which it is settled. */
    private static final Duration SETTLED = Duration.ofSeconds(15);

    private RunConversations() {}

    /**
     * Ends with status 1 if one failed.
     *
     * @param arguments address of the registry, address of the development cloud that it lives on, and the folders
     */
    public static void main(String[] arguments) {
        if (arguments.length < 3) {
            System.err.println("Usage: RunConversations <registry> <cloud> <folder>…");
            System.exit(2);
        }
        ConversationRunner runner = ConversationRunner.of(URI.create(arguments[0]), URI.create(arguments[1]));
        List<Conversation> conversations = Arrays.stream(arguments)
                .skip(2)
                .flatMap(folder -> Conversation.in(folder).stream())
                .toList();
        long passed = conversations.stream()
                .filter(conversation -> passes(runner, conversation))
                .count();
        long failed = conversations.size() - passed;
        System.out.println(passed + " passed, " + failed + " failed");
        System.exit(failed == 0 ? 0 : 1);
    }

    private static boolean passes(ConversationRunner runner, Conversation conversation) {
        return passes(runner, conversation, "AGAIN ") || after(SETTLED, () -> passes(runner, conversation, "FAILED "));
    }

    private static boolean passes(ConversationRunner runner, Conversation conversation, String otherwise) {
        String name = conversation.file() + " at " + conversation.mount().orElse("") + "/images";
        try {
            runner.hold(conversation);
            System.out.println("passed " + name);
            return true;
        } catch (AssertionError e) {
            System.out.println(otherwise + name + "\n" + e.getMessage());
            return false;
        }
    }

    private static boolean after(Duration pause, BooleanSupplier work) {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        return work.getAsBoolean();
    }
}
