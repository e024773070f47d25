package org.plankton.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.plankton.cloud.User;
import org.plankton.openapi.Coverage;
import org.plankton.openapi.OpenApi;

/**
 * What {@code openapi.yaml} promises is held by a conversation, which fails without it: so it is looked for in what
 * they expect. The reverse, that they say nothing that is not described, is {@link ConversationRunner}'s, which asks of
 * what was really answered.
 */
class DescriptionTest {
    private static final List<String> FOLDERS =
            List.of("guide", "synnefo", "glance", "glance-v2", "catalogue", "page", "quotas");

    /** A name that is learned from an answer, or a repetition. What a form says does not matter. */
    private static final Pattern VARIABLE = Pattern.compile("\\{([a-z_0-9]+|\\*|[A-Z_]+|.\\*\\d+)(?::[^{}]+)?}");

    private static final Coverage COVERAGE = new Coverage(OpenApi.ours());

    @BeforeAll
    static void readConversations() {
        FOLDERS.stream()
                .flatMap(folder -> Conversation.in(folder).stream())
                .forEach(conversation -> conversation.exchanges().forEach(exchange -> read(conversation, exchange)));
    }

    private static void read(Conversation conversation, Exchange exchange) {
        String mount = conversation.mount().orElseThrow();
        Map<String, String> known = Map.of(
                "images", mount + "/images",
                "shared", mount + "/shared-images",
                "alice", User.ALICE.account());
        var question = exchange.question(
                text -> VARIABLE.matcher(text).replaceAll(found -> known.getOrDefault(found.group(1), "1")));
        if (question.target().startsWith("/") && !question.target().startsWith("/cloud/")) {
            COVERAGE.add(question, exchange.expectedReply());
        }
    }

    @Test
    void whatIsDescribedHasAConversation() {
        assertThat(COVERAGE.missing()).isEmpty();
    }

    @Test
    void whatIsSaidToHaveNoConversationHasNone() {
        assertThat(COVERAGE.shownAllTheSame()).isEmpty();
    }

    /** So that no folder of conversations is forgotten here. */
    @Test
    void allConversationsWithTheServiceAreRead() {
        assertThat(Stream.concat(FOLDERS.stream(), Stream.of("both", "cloud")).sorted())
                .containsExactlyElementsOf(Conversation.folders());
    }
}
