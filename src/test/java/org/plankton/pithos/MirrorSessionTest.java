package org.plankton.pithos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;
import org.postgresql.util.ServerErrorMessage;

/** What an operator is told of a server that cannot be asked. */
class MirrorSessionTest {
    private static final String CANNOT = "Pithos' database (plankton.pithos.database.url) cannot be asked: ";

    private static PSQLException[] away() {
        return new PSQLException[] {
            new PSQLException("refused", PSQLState.CONNECTION_UNABLE_TO_CONNECT, new ConnectException()),
            new PSQLException("closed", PSQLState.CONNECTION_DOES_NOT_EXIST),
            new PSQLException("sending", PSQLState.CONNECTION_FAILURE, new EOFException()),
            new PSQLException(new ServerErrorMessage("SFATAL\0C57P01\0Mterminating\0")),
            new PSQLException(new ServerErrorMessage("SFATAL\0C57P03\0Mstarting up\0")),
        };
    }

    @ParameterizedTest
    @MethodSource("away")
    void aServerThatIsAwayIsAlwaysToldTheSame(PSQLException failure) {
        assertThat(MirrorSession.fault((RuntimeException) new IllegalStateException(failure)))
                .hasMessage(CANNOT + "it does not answer");
    }

    @ParameterizedTest
    @CsvSource({
        "53300, too many connections",
        "53100, the disk is full",
        "08P01, that is no protocol",
        "57014, it took too long",
        "57P04, the database was dropped"
    })
    void aServerThatAnswersIsToldByWhatItSays(String state, String message) {
        PSQLException failure = new PSQLException(new ServerErrorMessage("SFATAL\0C" + state + "\0M" + message + "\0"));

        assertThat(MirrorSession.fault((RuntimeException) new IllegalStateException(failure)))
                .hasMessage(CANNOT + "FATAL: " + message);
    }

    private static PSQLException[] refused() {
        IOException handshake = new SSLHandshakeException("no path");
        return new PSQLException[] {
            new PSQLException("a password is wanted", PSQLState.CONNECTION_REJECTED),
            new PSQLException("SSL error: no path", PSQLState.CONNECTION_FAILURE, handshake),
            new PSQLException("The hostname could not be verified", PSQLState.CONNECTION_FAILURE)
        };
    }

    @ParameterizedTest
    @MethodSource("refused")
    void aServerThatIsReachedIsToldByWhatIsWrong(PSQLException failure) {
        assertThat(MirrorSession.fault((RuntimeException) new IllegalStateException(failure)))
                .hasMessage(CANNOT + failure.getMessage());
    }
}
