package org.plankton.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.plankton.cloud.User;

/**
 * Stands for Astakos, with as many accounts as anybody wants, and counts the questions. A token is good if it is one of
 * the development cloud's, or an account, {@code ~} and anything.
 */
@SuppressWarnings("serial") // no servlet here is ever serialised
final class CountingIdentity extends HttpServlet {
    private static final ObjectMapper JSON = new JsonMapper();

    /** An answer is remembered for that long, less what it takes to be remembered. */
    private static final double MINUTE_NANOS = 59.9e9;

    private final ConcurrentMap<String, Questions> questions = new ConcurrentHashMap<>();

    /**
     * About one token.
     *
     * @param last when the last one came, of {@link System#nanoTime}
     * @param doubled how many came less than a minute after one before
     */
    private record Questions(int count, long last, int doubled) {
        static Questions first() {
            return new Questions(1, System.nanoTime(), 0);
        }

        Questions another() {
            long now = System.nanoTime();
            return new Questions(count + 1, now, now - last < MINUTE_NANOS ? doubled + 1 : doubled);
        }
    }

    static String token(String account, String ending) {
        return account + "~" + ending;
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String token =
                JSON.readTree(request.getInputStream()).at("/auth/token/id").asText();
        questions.compute(token, (same, before) -> before == null ? Questions.first() : before.another());
        String account = User.withToken(token).map(User::account).orElseGet(() -> token.split("~")[0]);
        response.setContentType("application/json");
        JSON.writeValue(
                response.getOutputStream(),
                Map.of(
                        "access",
                        Map.of(
                                "token",
                                Map.of("id", token, "expires", "2037-12-31T23:59:59+00:00"),
                                "user",
                                Map.of("id", account))));
    }

    /**
     * {@code GET}: how many tokens, questions, and questions too many, with blanks between; {@code DELETE}: forgets
     * them.
     */
    HttpServlet report() {
        return new HttpServlet() {
            @Override
            protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
                response.getWriter()
                        .print(questions.size() + " "
                                + questions.values().stream()
                                        .mapToInt(Questions::count)
                                        .sum() + " "
                                + questions.values().stream()
                                        .mapToInt(Questions::doubled)
                                        .sum());
            }

            @Override
            protected void doDelete(HttpServletRequest request, HttpServletResponse response) {
                questions.clear();
            }
        };
    }
}
