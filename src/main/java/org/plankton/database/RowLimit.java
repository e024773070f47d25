package org.plankton.database;

import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import org.apache.ibatis.executor.resultset.ResultSetHandler;
import org.apache.ibatis.plugin.Interceptor;
import org.apache.ibatis.plugin.Intercepts;
import org.apache.ibatis.plugin.Invocation;
import org.apache.ibatis.plugin.Signature;

/**
 * How many rows a statement may look at that says {@code LIMIT ROWS EXAMINED}. MariaDB gives it up then, and answers
 * with the rows that it has so far, and a warning; as that would look like the whole answer, it is an error here.
 */
@Intercepts(@Signature(type = ResultSetHandler.class, method = "handleResultSets", args = Statement.class))
public final class RowLimit implements Interceptor {
    /** A second's work, or some; statements are given five. */
    static final int ROWS = 1_000_000;

    /** Of that, what is left for a count beside a page, which can do without. */
    static final int SHARE_OF_COUNT = 5;

    /** Of the warning; of the error where the rows were being sorted. */
    private static final int EXCEEDED = 1931;

    private static final int SORT_ABORTED = 1028;

    @Override
    public Object intercept(Invocation invocation) throws Throwable {
        Object rows = invocation.proceed();
        for (SQLWarning warning = ((Statement) invocation.getArgs()[0]).getWarnings();
                warning != null;
                warning = warning.getNextWarning()) {
            if (warning.getErrorCode() == EXCEEDED) {
                throw new SQLException(warning.getMessage(), warning.getSQLState(), EXCEEDED, warning);
            }
        }
        return rows;
    }

    /** Whether a statement was given up for that. */
    static boolean isExceeded(SQLException e) {
        return e.getErrorCode() == EXCEEDED
                || e.getErrorCode() == SORT_ABORTED && e.getMessage().contains("ROWS EXAMINED");
    }
}
