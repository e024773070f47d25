package org.plankton.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import javax.sql.DataSource;
import org.apache.ibatis.session.TransactionIsolationLevel;
import org.apache.ibatis.transaction.Transaction;
import org.apache.ibatis.transaction.TransactionFactory;
import org.apache.ibatis.transaction.jdbc.JdbcTransaction;

/**
 * Transactions that end by switching the connection back to committing each statement by itself, which JDBC and MariaDB
 * commit them by. It has to be switched back in any case, and so a commit of its own would be one statement more.
 */
final class CommitByAutoCommit implements TransactionFactory {
    private static final class Committed extends JdbcTransaction {
        Committed(DataSource source, TransactionIsolationLevel level, boolean isAutoCommit) {
            super(source, level, isAutoCommit);
        }

        Committed(Connection connection) {
            super(connection);
        }

        @Override
        public void commit() throws SQLException {
            if (connection != null) {
                connection.setAutoCommit(true);
            }
        }
    }

    @Override
    public Transaction newTransaction(Connection connection) {
        return new Committed(connection);
    }

    @Override
    public Transaction newTransaction(DataSource source, TransactionIsolationLevel level, boolean isAutoCommit) {
        return new Committed(source, level, isAutoCommit);
    }

    @Override
    public void setProperties(Properties properties) {
        // there are none
    }
}
