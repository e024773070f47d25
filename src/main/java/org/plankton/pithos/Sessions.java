package org.plankton.pithos;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import org.apache.ibatis.executor.ErrorContext;
import org.apache.ibatis.logging.nologging.NoLoggingImpl;
import org.apache.ibatis.mapping.Environment;
import org.apache.ibatis.session.Configuration;
import org.apache.ibatis.session.LocalCacheScope;
import org.apache.ibatis.session.SqlSession;
import org.apache.ibatis.session.SqlSessionFactory;
import org.apache.ibatis.session.SqlSessionFactoryBuilder;
import org.apache.ibatis.transaction.jdbc.JdbcTransactionFactory;
import org.postgresql.Driver;
import org.postgresql.ds.PGSimpleDataSource;

/** Connections to PostgreSQL, each made when it is needed, and the statements that are asked there. */
final class Sessions implements AutoCloseable {
    private static final Driver DRIVER = new Driver();

    private final PostgresSockets.Owner sockets = new PostgresSockets.Owner();
    private final SqlSessionFactory factory;

    /**
     * @param url {@code jdbc:postgresql://…}; what it says of time-outs and the like stands
     * @param answer how long an answer is waited for
     */
    Sessions(String url, String user, String password, Duration answer) {
        Properties options = new Properties();
        options.setProperty("user", user);
        options.setProperty("password", password);
        options.setProperty("connectTimeout", "5");
        options.setProperty("socketTimeout", Long.toString(answer.toSeconds()));
        options.setProperty("socketFactory", PostgresSockets.class.getName());
        options.setProperty("socketFactoryArg", sockets.name());
        options.setProperty("tcpKeepAlive", "true");
        options.setProperty("ApplicationName", "plankton");
        options.setProperty("logServerErrorDetail", "false"); // it has values of rows
        factory = new SqlSessionFactoryBuilder().build(configuration(url, options));
    }

    private static Configuration configuration(String url, Properties options) {
        Configuration configuration =
                new Configuration(new Environment("pithos", new JdbcTransactionFactory(), source(url, options)));
        configuration.setLogImpl(NoLoggingImpl.class); // at DEBUG it would write values of rows
        configuration.setMapUnderscoreToCamelCase(true);
        configuration.setArgNameBasedConstructorAutoMapping(true); // columns to record components, by name
        configuration.setLocalCacheScope(LocalCacheScope.STATEMENT);
        configuration.setCacheEnabled(false);
        configuration.addMapper(CatalogueMapper.class);
        configuration.addMapper(ImageRowMapper.class);
        configuration.addMapper(AttributeMapper.class);
        configuration.addMapper(ReaderMapper.class);
        ErrorContext.instance().reset(); // reading the XML has left it on the caller's thread
        return configuration;
    }

    /** The driver's own goes by Java's list of drivers, on which it is no longer once another database is closed. */
    private static PGSimpleDataSource source(String url, Properties options) {
        return new PGSimpleDataSource() {
            private static final long serialVersionUID = 1L;

            @Override
            public Connection getConnection() throws SQLException {
                return DRIVER.connect(url, options);
            }
        };
    }

    /** For transactions that begin by saying what they see. */
    SqlSession open() {
        return factory.openSession();
    }

    /** Whoever waits for an answer is told that there is none, and no connection is made any more. */
    @Override
    public void close() {
        sockets.close();
    }
}
