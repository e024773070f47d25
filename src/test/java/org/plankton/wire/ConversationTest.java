package org.plankton.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.plankton.cloud.User;

/** Conversations notice what is wrong: a test in their language can fail. */
@Timeout(30)
class ConversationTest {
    private final Variables variables = new Variables(Map.of("alice", "a11ce"));

    @Nested
    class Differences {
        @Test
        void anAnswerAsExpectedHasNone() {
            assertThat(differences("< 200\n< x-id: {id}\n< !x-store\n< only x-*\n<\n< hello", "hello", "X-Id", "7"))
                    .isEmpty();
            assertThat(variables.fill("{id}")).isEqualTo("7");
        }

        @Test
        void aVariableInUpperCaseIsItsValueInUpperCase() {
            assertThat(variables.fill("{alice} {ALICE}")).isEqualTo("a11ce A11CE");
            assertThatThrownBy(() -> variables.fill("{BOB}")).isInstanceOf(IllegalArgumentException.class);
        }

        @Test
        void anotherStatus() {
            assertThat(differences("< 204", "")).containsExactly("status 200 and not 204");
        }

        @Test
        void aHeaderThatIsMissingOrHasAnotherValue() {
            assertThat(differences("< 200\n< x-id: 7", "")).containsExactly("x-id: [] and not [7]");
            assertThat(differences("< 200\n< x-id: a", "", "X-Id", "A")).containsExactly("x-id: [A] and not [a]");
            assertThat(differences("< 200\n< x-id:", "", "X-Id", "7")).hasSize(1);
            assertThat(differences("< 200\n< x-id:", "", "X-Id", "")).isEmpty();
        }

        @Test
        void aHeaderThatIsSpelledOtherwise() {
            assertThat(differences("< 200\n< x-id: 7", "", "X-Id", "7")).isEmpty();
            assertThat(differences("< 200\n< X-Id: 7", "", "X-Id", "7")).isEmpty();
            assertThat(differences("< 200\n< X-Id: 7", "", "X-ID", "7")).containsExactly("no header is spelled X-Id");
        }

        @Test
        void aHeaderThatComesTwice() {
            assertThat(differences("< 200\n< x-id: 7", "", "X-Id", "7", "X-Id", "8"))
                    .containsExactly("x-id: [7, 8] and not [7]");
            assertThat(differences("< 200\n< x-id: 7\n< x-id: 8", "", "X-Id", "7", "X-Id", "8"))
                    .isEmpty();
        }

        @Test
        void aHeaderThatShouldNotBe() {
            assertThat(differences("< 200\n< !x-id", "", "X-Id", "7")).containsExactly("there is a x-id: 7");
            assertThat(differences("< 200\n< only x-*\n< x-id: 7", "", "X-Id", "7", "X-Other", "8"))
                    .containsExactly("there is a x-other: [8]");
        }

        @Test
        void aKnownVariableWithAnotherValue() {
            assertThat(differences("< 200\n< x-owner: {alice}", "", "X-Owner", "b0b"))
                    .hasSize(1);
            assertThat(differences("< 200\n< x-a: {id}\n< x-b: {id}", "", "X-A", "7", "X-B", "8"))
                    .hasSize(1);
        }

        @Test
        void anUnknownVariableThatWouldBeEmpty() {
            assertThat(differences("< 200\n< x-id: {id}", "", "X-Id", "")).hasSize(1);
            assertThat(differences("< 200\n< x-id: {*}", "", "X-Id", "")).isEmpty();
        }

        @Test
        void aContentTypeIsComparedAsAMediaType() {
            assertThat(differences(
                            "< 200\n< content-type: a/b; charset=UTF-8", "", "Content-Type", "a/b;charset=utf-8"))
                    .isEmpty();
            assertThat(differences("< 200\n< content-type: a/b", "", "Content-Type", "a/b;charset=utf-8"))
                    .hasSize(1);
        }

        @Test
        void anotherText() {
            assertThat(differences("< 200\n<\n< hello", "hello\n")).containsExactly("another body");
            assertThat(differences("< 200\n<\n< hello\n< ", "hello\n")).isEmpty();
            assertThat(differences("< 200\n<", "hello")).containsExactly("another body");
            assertThat(differences("< 200\n<", "")).isEmpty();
            assertThat(differences("< 200", "whatever")).isEmpty();
        }

        @Test
        void anotherJson() {
            String expected = "< 200\n<\n< {\"a\": 1, \"b\": [true, \"{id}\"]}";
            assertThat(differences(expected, "{\"b\":[true,\"7\"],\"a\":1}")).isEmpty();
            assertThat(differences(expected, "{\"b\":[true,\"8\"],\"a\":1}")).hasSize(1);
            assertThat(differences(expected, "{\"b\":[\"true\",\"7\"],\"a\":1}"))
                    .hasSize(1);
            assertThat(differences(expected, "{\"b\":[true,\"7\"],\"a\":\"1\"}"))
                    .hasSize(1);
            assertThat(differences(expected, "{\"b\":[true,\"7\"],\"a\":1,\"c\":1}"))
                    .hasSize(1);
            assertThat(differences(expected, "{\"b\":[true,\"7\",null],\"a\":1}"))
                    .hasSize(1);
            assertThat(differences(expected, "{\"b\":[true,\"7\"],\"a\":1} x")).hasSize(1);
            assertThat(differences(expected, "")).hasSize(1);
        }

        @Test
        void anotherKeyInJson() {
            assertThat(differences("< 200\n<\n< {\"{alice}\": 1, \"{k*3}\": 2}", "{\"a11ce\":1,\"kkk\":2}"))
                    .isEmpty();
            assertThat(differences("< 200\n<\n< {\"{alice}\": 1}", "{\"b0b\":1}"))
                    .hasSize(1);
        }

        @Test
        void anotherNumberOfRepetitions() {
            assertThat(differences("< 200\n< x-id: {é*3}", "", "X-Id", "ééé")).isEmpty();
            assertThat(differences("< 200\n< x-id: {é*3}", "", "X-Id", "éé")).hasSize(1);
        }

        @Test
        void moreJsonWhereMoreIsExpected() {
            assertThat(differences("< 200\n<\n< {\"a\": 1, \"...\": \"\"}", "{\"a\":1,\"b\":2}"))
                    .isEmpty();
            assertThat(differences("< 200\n<\n< {\"a\": 1, \"...\": \"\"}", "{\"b\":2}"))
                    .hasSize(1);
            assertThat(differences("< 200\n<\n< [1, \"...\"]", "[1,2,3]")).isEmpty();
            assertThat(differences("< 200\n<\n< [2, \"...\"]", "[1,2,3]")).hasSize(1);
            assertThat(differences("< 200\n<\n< [\"...\", \"{id}\", 3, \"...\"]", "[\"a\",\"b\",3,4]"))
                    .isEmpty();
            assertThat(variables.fill("{id}")).isEqualTo("b");
        }

        @Test
        void anotherSetInJson() {
            String expected = "< 200\n<\n< {\"ids\": [\"in any order\", \"{id}\", 1, null], \"id\": \"{id}\"}";
            assertThat(differences(expected, "{\"id\":\"a\",\"ids\":[null,1,\"a\"]}"))
                    .isEmpty();
            assertThat(differences(expected, "{\"id\":\"a\",\"ids\":[null,1,\"b\"]}"))
                    .hasSize(1);
            assertThat(differences("< 200\n<\n< [\"in any order\", 1, 1]", "[1,2]"))
                    .hasSize(1);
            assertThat(differences("< 200\n<\n< [\"in any order\", 1, 2]", "[1,2,2]"))
                    .hasSize(1);
            assertThat(differences("< 200\n<\n< [\"in any order\"]", "[]")).isEmpty();
            assertThat(differences("< 200\n<\n< [\"in any order\", 2, \"...\"]", "[1,2,3]"))
                    .isEmpty();
            assertThat(differences("< 200\n<\n< [\"in any order\", 4, \"...\"]", "[1,2,3]"))
                    .hasSize(1);
        }

        @Test
        void anotherForm() {
            assertThat(differences("< 200\n< x-time: {time:..:..}", "", "X-Time", "12:34:56"))
                    .hasSize(1);
            assertThat(differences(
                            "< 200\n< x-time: {time:..:..}\n< x-at: {time}", "", "X-Time", "12:34", "X-At", "12:34"))
                    .isEmpty();
            assertThat(variables.fill("{time}")).isEqualTo("12:34");
            assertThat(differences("< 200\n< x-time: {time:..:..}", "", "X-Time", "12:35"))
                    .hasSize(1);
            assertThat(differences("< 200\n< x-time: {*:..:..}", "", "X-Time", "12:35"))
                    .isEmpty();
        }

        private List<String> differences(String expected, String body, String... headers) {
            List<Entry<String, String>> sent = new ArrayList<>();
            for (int i = 0; i < headers.length; i += 2) {
                sent.add(Map.entry(headers[i], headers[i + 1]));
            }
            Answer answer = new Answer(200, "OK", sent, body.getBytes(StandardCharsets.UTF_8));
            return exchange("> GET /\n" + expected).differences(answer, variables);
        }
    }

    @Nested
    class Requests {
        @Test
        void aBodyGetsItsLength() {
            assertThat(request("> PUT /a/{alice}\n> X-Name: {alice}\n>\n> {\"é\": {}}\n> 2\n< 200"))
                    .isEqualTo("PUT /base/a/a11ce HTTP/1.1\r\nHost: there:80\r\nX-Name: a11ce\r\nContent-Length: 12\r\n"
                            + "Connection: close\r\n\r\n{\"é\": {}}\n2");
        }

        @Test
        void whatIsGivenIsNotAdded() {
            assertThat(request("> PUT /a HTTP/1.0\n> host: here\n> content-length: 36\n< 200"))
                    .isEqualTo("PUT /base/a HTTP/1.0\r\nhost: here\r\ncontent-length: 36\r\nConnection: close\r\n\r\n");
        }

        @Test
        void aBodyMayGoInOneChunk() {
            assertThat(request("> PUT /a\n> Transfer-Encoding: chunked\n>\n> 0123456789abcdef\n< 200"))
                    .endsWith("Connection: close\r\n\r\n10\r\n0123456789abcdef\r\n0\r\n\r\n");
        }

        @Test
        void headersMayHoldAnyByte() {
            byte[] bytes = exchange("> GET /a\n> X-A: a\\xffb\\x00 ü\n< 200").bytes("", "there", variables);
            assertThat(new String(bytes, StandardCharsets.ISO_8859_1)).contains("X-A: a\u00ffb\0 Ã¼\r\n");
        }

        @Test
        void aCharacterMayBeRepeated() {
            assertThat(request("> GET /{a*3}\n> X-A: {😀*2}{{*1}\n< 200"))
                    .startsWith("GET /base/aaa HTTP/1.1\r\n")
                    .contains("X-A: 😀😀{\r\n");
        }

        @Test
        void unknownVariablesAreRefused() {
            assertThatThrownBy(() -> request("> GET /{nobody}\n< 200")).hasMessageContaining("{nobody}");
        }

        private String request(String text) {
            return new String(exchange(text).bytes("/base", "there:80", variables), StandardCharsets.UTF_8);
        }
    }

    @Test
    void malformedConversationsAreRefused() {
        for (String text : List.of(
                "", "# nothing\n", "> GET /\n", "> GET /\n< OK\n", "GET /\n< 200\n", "< 200\n", "> GET\n< 200")) {
            assertThatThrownBy(() -> Conversation.parse("x.http", text))
                    .as(text)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("x.http");
        }
    }

    @Nested
    class Answers {
        @Test
        void chunksAreJoined() throws Exception {
            Answer answer = answer(
                    "GET", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x\r\nde\r\n0\r\n\r\n");
            assertThat(answer.text()).isEqualTo("abcde");
        }

        @Test
        void aLengthIsObeyed() throws Exception {
            assertThat(answer("GET", "HTTP/1.1 200\r\nContent-Length: 3\r\n\r\nabcde")
                            .text())
                    .isEqualTo("abc");
            assertThatThrownBy(() -> answer("GET", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabcde"))
                    .hasMessage("the body ended after 5 of 9 bytes");
        }

        @Test
        void noBodyIsExpectedWhereThereIsNone() throws Exception {
            assertThat(answer("HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n")
                            .body())
                    .isEmpty();
            assertThat(answer("GET", "HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n")
                            .body())
                    .isEmpty();
        }

        @Test
        void whatCameBeforeTheAnswerIsSkipped() throws Exception {
            assertThat(answer("GET", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nX: é\r\n\r\n")
                            .header("x"))
                    .containsExactly("é");
        }

        private Answer answer(String method, String text) throws Exception {
            try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                CompletableFuture<Void> served = CompletableFuture.runAsync(() -> serve(server, text));
                URI uri = URI.create("http://127.0.0.1:" + server.getLocalPort());
                Answer answer = Answer.to((method + " / HTTP/1.1\r\n\r\n").getBytes(StandardCharsets.UTF_8), uri);
                served.get(10, TimeUnit.SECONDS);
                return answer;
            }
        }

        private static void serve(ServerSocket server, String text) {
            try (Socket socket = server.accept()) {
                InputStream in = socket.getInputStream();
                StringBuilder request = new StringBuilder();
                while (!request.toString().endsWith("\r\n\r\n")) {
                    request.append((char) in.read());
                }
                socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Bob owns one of the two images he sees, which is protected, and another whose upload failed. */
    @Test
    void theWorldIsEmptiedFirst() throws Exception {
        List<String> requests = Collections.synchronizedList(new ArrayList<>());
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", request -> {
            String method = request.getRequestMethod();
            String token = request.getRequestHeaders().getFirst("X-Auth-Token");
            requests.add(method + " " + request.getRequestURI() + " " + token);
            String path = request.getRequestURI().toString();
            request.sendResponseHeaders(path.startsWith("/cloud/") ? 204 : 200, path.startsWith("/cloud/") ? -1 : 0);
            if (method.equals("GET")) {
                String images = User.BOB.token().equals(token) ? imagesOfBob(path.contains("killed")) : "";
                request.getResponseBody().write(("{\"images\": [" + images + "]}").getBytes(StandardCharsets.UTF_8));
            }
            request.close();
        });
        server.start();
        try {
            URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
            List<Exchange> exchanges =
                    Conversation.parse("x.http", "> GET /hello\n< 200\n\n> GET /again\n< 404\n< x: y");

            assertThatThrownBy(() -> ConversationRunner.of(uri, uri)
                            .hold(new Conversation(Path.of("x.http"), Optional.empty(), exchanges)))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContainingAll("x.http:4", "> GET /again", "< 404", "status 200 and not 404", "x: []");
        } finally {
            server.stop(0);
        }
        assertThat(requests)
                .containsExactly(
                        "DELETE /cloud/ null",
                        "GET /v1/images/detail?limit=1000 alice-token",
                        "GET /v1/images/detail?limit=1000&status=killed alice-token",
                        "GET /v1/images/detail?limit=1000 bob-token",
                        "PUT /v1/images/his bob-token",
                        "DELETE /v1/images/his bob-token",
                        "GET /v1/images/detail?limit=1000&status=killed bob-token",
                        "DELETE /v1/images/broken bob-token",
                        "GET /v1/images/detail?limit=1000 carol-token",
                        "GET /v1/images/detail?limit=1000&status=killed carol-token",
                        "GET /v1/images/detail?limit=1000 admin-token",
                        "GET /v1/images/detail?limit=1000&status=killed admin-token",
                        "GET /hello null",
                        "GET /again null");
    }

    private static String imagesOfBob(boolean failed) {
        if (failed) {
            return "{\"id\": \"broken\", \"owner\": \"" + User.BOB.account() + "\"}";
        }
        return "{\"id\": \"his\", \"protected\": true, \"owner\": \"" + User.BOB.account() + "\"},"
                + " {\"id\": \"hers\", \"owner\": \"" + User.ALICE.account() + "\"}";
    }

    private static Exchange exchange(String text) {
        return Conversation.parse("x.http", text).get(0);
    }
}
