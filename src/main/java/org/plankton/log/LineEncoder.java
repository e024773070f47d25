package org.plankton.log;

import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * An event as one line of UTF-8, stacks too, whatever others have written into it. For Logback's configuration, which
 * need not say more than this class's name.
 */
public final class LineEncoder extends EncoderBase<ILoggingEvent> {
    /** Under which Logback's context keeps the format that is set for the service. */
    static final String FORMAT = LogFormat.class.getName();

    private static final byte[] NOTHING = {};

    /**
     * Line breaks and control characters of others' text are folded, so that nobody writes a line that looks like ours.
     */
    private static final String PATTERN = "%replace("
            + "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX,UTC} %-5level [%X{request:--}] [%X{account:--}] %logger{0}: %msg %ex"
            + "){'[\\p{Cntrl}\\x85\\u2028\\u2029]+', ' '}%n%nopex";

    private final PatternLayout text = new PatternLayout();
    private LogFormat own;

    /**
     * Else it is that of the service.
     *
     * @param format {@code text} or {@code json}
     */
    public void setFormat(String format) {
        own = LogFormat.valueOf(format.toUpperCase(Locale.ROOT));
    }

    @Override
    public void start() {
        text.setContext(getContext());
        text.setPattern(PATTERN);
        text.start();
        super.start();
    }

    /** Asked each time: the first events come before the service's settings are read. */
    private LogFormat format() {
        return own == null && getContext().getObject(FORMAT) instanceof LogFormat set ? set : own;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        String line = format() == LogFormat.JSON ? JsonLine.of(event) : text.doLayout(event);
        return line.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] headerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] footerBytes() {
        return NOTHING;
    }
}
