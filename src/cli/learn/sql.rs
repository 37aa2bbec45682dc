//! The query that counts, for those who count elsewhere.

use clap::ValueEnum;

/// Where the query runs. The counting is the same everywhere; what unnests the steps is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Dialect {
    /// Files of JSON Lines, as they are.
    Duckdb,
    /// Spark, Databricks.
    Spark,
    /// Trino, Athena.
    Trino,
    /// `BigQuery`.
    Bigquery,
    /// Snowflake.
    Snowflake,
}

/// Counts sessions; the newest line of a session takes the place of the others.
const PATTERNS: &str = "\
SELECT guide, kb, month, via, pattern, ending, cause,
       COUNT(*) AS sessions, SUM(minutes) AS minutes
FROM (
  SELECT guide, kb, month, via, pattern, ending, cause, minutes,
         ROW_NUMBER() OVER (PARTITION BY session_id ORDER BY seq DESC) AS newest
  FROM sessions
) AS s
WHERE newest = 1
GROUP BY guide, kb, month, via, pattern, ending, cause;
";

/// Counts how long steps took.
const TIMES: &str = "\
SELECT guide, kb, month, step, result, seconds, COUNT(*) AS times
FROM steps
GROUP BY guide, kb, month, step, result, seconds;
";

impl Dialect {
    /// What makes a table of files, where there is such a thing.
    fn sessions(self) -> &'static str {
        match self {
            Dialect::Duckdb => {
                "-- The logs, as a view over their files.\n\
                 CREATE OR REPLACE VIEW sessions AS\n\
                 SELECT * FROM read_json('*.jsonl*', format = 'newline_delimited', columns = {\n\
                 \x20 kbc: 'INTEGER', session_id: 'VARCHAR', seq: 'INTEGER', guide: 'VARCHAR', kb: 'VARCHAR', month: 'VARCHAR',\n\
                 \x20 via: 'VARCHAR', lang: 'VARCHAR', pattern: 'VARCHAR', ending: 'VARCHAR', cause: 'VARCHAR', minutes: 'DOUBLE',\n\
                 \x20 steps: 'JSON[][]'});\n"
            }
            Dialect::Spark => {
                "-- The logs, as a view over their files.\n\
                 CREATE OR REPLACE TEMPORARY VIEW sessions AS\n\
                 SELECT * FROM json.`/path/to/logs`;\n"
            }
            Dialect::Trino | Dialect::Bigquery | Dialect::Snowflake => {
                "-- `sessions` is the table into which the lines are loaded, a column for each field.\n"
            }
        }
    }

    /// What unnests the steps of the newest lines.
    fn steps(self) -> &'static str {
        match self {
            Dialect::Duckdb => {
                "CREATE OR REPLACE VIEW steps AS\n\
                 SELECT guide, kb, month, step[1]->>'$' AS step, step[2]->>'$' AS result, CAST(step[3] AS INTEGER) AS seconds\n\
                 FROM (\n\
                 \x20 SELECT guide, kb, month, UNNEST(steps) AS step\n\
                 \x20 FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY session_id ORDER BY seq DESC) AS newest FROM sessions)\n\
                 \x20 WHERE newest = 1\n\
                 );\n"
            }
            Dialect::Spark => {
                "CREATE OR REPLACE TEMPORARY VIEW steps AS\n\
                 SELECT guide, kb, month, step[0] AS step, step[1] AS result, CAST(step[2] AS INT) AS seconds\n\
                 FROM (\n\
                 \x20 SELECT guide, kb, month, EXPLODE(steps) AS step\n\
                 \x20 FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY session_id ORDER BY seq DESC) AS newest FROM sessions)\n\
                 \x20 WHERE newest = 1\n\
                 );\n"
            }
            Dialect::Trino => {
                "CREATE OR REPLACE VIEW steps AS\n\
                 SELECT guide, kb, month, json_extract_scalar(step, '$[0]') AS step, json_extract_scalar(step, '$[1]') AS result,\n\
                 \x20      CAST(json_extract_scalar(step, '$[2]') AS INTEGER) AS seconds\n\
                 FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY session_id ORDER BY seq DESC) AS newest FROM sessions) AS s\n\
                 CROSS JOIN UNNEST(CAST(s.steps AS ARRAY(JSON))) AS t (step)\n\
                 WHERE newest = 1;\n"
            }
            Dialect::Bigquery => {
                "CREATE OR REPLACE VIEW steps AS\n\
                 SELECT guide, kb, month, JSON_VALUE(step, '$[0]') AS step, JSON_VALUE(step, '$[1]') AS result,\n\
                 \x20      CAST(JSON_VALUE(step, '$[2]') AS INT64) AS seconds\n\
                 FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY session_id ORDER BY seq DESC) AS newest FROM sessions) AS s,\n\
                 \x20    UNNEST(JSON_QUERY_ARRAY(s.steps)) AS step\n\
                 WHERE newest = 1;\n"
            }
            Dialect::Snowflake => {
                "CREATE OR REPLACE VIEW steps AS\n\
                 SELECT guide, kb, month, t.value[0]::STRING AS step, t.value[1]::STRING AS result, t.value[2]::INTEGER AS seconds\n\
                 FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY session_id ORDER BY seq DESC) AS newest FROM sessions) AS s,\n\
                 \x20    LATERAL FLATTEN(input => s.steps) AS t\n\
                 WHERE newest = 1;\n"
            }
        }
    }

    /// All of it.
    pub fn text(self) -> String {
        format!(
            "{}\n-- What `kbc learn` takes, as CSV or JSON Lines.\n{PATTERNS}\n-- The steps of each session, and how long they took.\n{}\n{TIMES}",
            self.sessions(),
            self.steps()
        )
    }
}
