package org.plankton.wire;

import java.net.URI;
import java.util.Arrays;
import java.util.List;

/** Holds conversations with a registry that is running in a container of its own, and tells how each of them went. */
final class RunConversations {
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
        String name = conversation.file() + " at " + conversation.mount().orElse("") + "/images";
        try {
            runner.hold(conversation);
            System.out.println("passed " + name);
            return true;
        } catch (AssertionError e) {
            System.out.println("FAILED " + name + "\n" + e.getMessage());
            return false;
        }
    }
}
