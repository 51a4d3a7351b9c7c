"""Every error the registry raises on purpose, one tree.

RegistryError
├── SettingError                a setting cannot be read
├── DataDirBusyError            another process holds the data folder
├── JournalDamagedError         the journal's chain does not hold
├── StoreDamagedError           a projection does not fit the journal
├── StorageFullError            the disk took no more; nothing was written
├── JavaMissingError            the reasoner needs Java
├── ReasonerError               the reasoner did not answer
├── ExtensionRefusedError       a region's extension contradicts the ontology, or has bad shapes
├── ServerAwayError             a server that is synchronised does not answer
├── ServerLoginError            it refuses the name or the password
├── ServerFaultError            it answers with an error
├── ServerTooOldError           its version is older than the oldest that is supported
├── ForeignDatabaseError        it holds something else than this journal's data
├── SyncOvertakenError          another synchronisation has taken over
├── MailError                   a letter was not taken by the mail server
├── EngineFailedError           an engine ended, is away or did not answer
├── VersionOpeningError         an earlier state is being opened
├── RequestError                what was asked cannot be answered
│   ├── RecordNotFoundError
│   ├── QuestionNotFoundError
│   ├── ReceiptNotFoundError
│   ├── ParameterError
│   ├── QueryRefusedError       the text guard refuses a free query
│   ├── QuerySyntaxError
│   ├── QueryTimeoutError
│   ├── QueryBusyError          others' free queries are at work
│   ├── FilesBusyError          others' files are being read
│   ├── AnswerLimitError        an answer is too long and cannot say that it was cut
│   ├── HostRefusedError        Host or Origin is not this service's own
│   ├── SignInNeededError       it is not known who asks
│   ├── ForbiddenError          who asks may not do that
│   ├── TooManyAttemptsError    too many wrong tokens in a minute
│   └── NotAcceptableError
└── SubmissionError             a file was refused; nothing changed
    ├── FormatError             the media type is not read here
    ├── TooLargeError
    ├── CountsUncheckedError    whether hidden numbers stay hidden takes too long to find
    ├── RdfSyntaxError
    ├── LintError               syntax is right, contents are hostile or broken
    ├── WorkbookError           an Excel file that cannot be read
    ├── ColumnsError            a mapping of columns that names what there is not
    ├── TableError              cells that cannot be read, by file, row and column
    ├── FormError               fields of a form that cannot be read
    ├── ShapeViolationError     SHACL refuses it
    ├── VersionConflictError    the base version is not the present one
    ├── NotUndoableError        an entry of the journal that cannot be undone
    ├── NotOpenError            a submission that is not where it can be acted on so
    ├── FourEyesError           nobody accepts what they handed in themselves
    ├── RemarkNeededError       nothing is returned without a word on what to mend
    ├── TooManyOpenError        too many submissions of one editor are open
    └── RetryKeyError           a key of retries was used for something else, or is at work

A class is one slug, one HTTP status and one entry in `locale/errors.toml`, which has its text in
both languages. The parameters of a text are keyword arguments of the class.
"""

from __future__ import annotations

__all__ = [
    "AnswerLimitError",
    "ColumnsError",
    "CountsUncheckedError",
    "DataDirBusyError",
    "EngineFailedError",
    "ExtensionRefusedError",
    "FilesBusyError",
    "ForbiddenError",
    "ForeignDatabaseError",
    "FormError",
    "FormatError",
    "FourEyesError",
    "HostRefusedError",
    "JavaMissingError",
    "JournalDamagedError",
    "LintError",
    "MailError",
    "NotAcceptableError",
    "NotOpenError",
    "NotUndoableError",
    "ParameterError",
    "QueryBusyError",
    "QueryRefusedError",
    "QuerySyntaxError",
    "QueryTimeoutError",
    "QuestionNotFoundError",
    "RdfSyntaxError",
    "ReasonerError",
    "ReceiptNotFoundError",
    "RecordNotFoundError",
    "RegistryError",
    "RemarkNeededError",
    "RequestError",
    "RetryKeyError",
    "ServerAwayError",
    "ServerFaultError",
    "ServerLoginError",
    "ServerTooOldError",
    "SettingError",
    "ShapeViolationError",
    "SignInNeededError",
    "StorageFullError",
    "StoreDamagedError",
    "SubmissionError",
    "SyncOvertakenError",
    "TableError",
    "TooLargeError",
    "TooManyAttemptsError",
    "TooManyOpenError",
    "VersionConflictError",
    "VersionOpeningError",
    "WorkbookError",
]


class RegistryError(Exception):
    """The root; `slug` names the text in `locale/errors.toml`, `parameters` fill it."""

    slug = "internal"
    status = 500

    def __init__(self, **parameters: object) -> None:
        self.parameters = parameters
        super().__init__(self.slug, parameters)


class SettingError(RegistryError):
    """A setting is unknown or its value cannot be read: `name`, `value`."""

    slug = "setting"


class DataDirBusyError(RegistryError):
    """Another process holds the data folder: `folder`."""

    slug = "data-dir-busy"
    status = 503


class JournalDamagedError(RegistryError):
    """The journal's chain does not hold: `sequence`, `reason`."""

    slug = "journal-damaged"


class StoreDamagedError(RegistryError):
    """A projection does not fit the journal: `reason`; `graphsvc rebuild` mends it."""

    slug = "store-damaged"


class StorageFullError(RegistryError):
    """The disk took no more; nothing was written."""

    slug = "storage-full"
    status = 507


class JavaMissingError(RegistryError):
    """The reasoner needs Java 17 and found none."""

    slug = "java-missing"


class ReasonerError(RegistryError):
    """The reasoner did not answer: `reason`."""

    slug = "reasoner"


class ExtensionRefusedError(RegistryError):
    """A region's extension is not loaded: `folder`, `reason`, and the `faults` found."""

    slug = "extension-refused"


class ServerAwayError(RegistryError):
    """A server that is synchronised does not answer: `server`, `reason`."""

    slug = "server-away"
    status = 503


class ServerLoginError(RegistryError):
    """A server refuses the name or the password: `server`."""

    slug = "server-login"
    status = 503


class ServerFaultError(RegistryError):
    """A server answers with an error or is set up unfit: `server`, `reason`."""

    slug = "server-fault"
    status = 502


class ServerTooOldError(RegistryError):
    """A server is older than what is supported: `server`, its version `found`, `needed`."""

    slug = "server-too-old"


class ForeignDatabaseError(RegistryError):
    """A server's database holds something else than this journal's data: `server`, `reason`."""

    slug = "foreign-database"
    status = 409


class SyncOvertakenError(RegistryError):
    """Another synchronisation writes the same database, and this one gave way: `server`."""

    slug = "sync-overtaken"
    status = 409


class MailError(RegistryError):
    """A letter was not taken by the mail server: `reason`."""

    slug = "mail"
    status = 502


class EngineFailedError(RegistryError):
    """An engine ended, is away or did not answer: `engine`."""

    slug = "engine-failed"
    status = 503


class VersionOpeningError(RegistryError):
    """An earlier state is being opened and will be there soon: `sequence`."""

    slug = "version-opening"
    status = 202


class RequestError(RegistryError):
    """What was asked cannot be answered."""

    slug = "request"
    status = 400


class RecordNotFoundError(RequestError):
    """Nothing is known under this name: `name`."""

    slug = "record-not-found"
    status = 404


class QuestionNotFoundError(RequestError):
    """No question has this id: `name`."""

    slug = "question-not-found"
    status = 404


class ReceiptNotFoundError(RequestError):
    """There is no such receipt: `name`."""

    slug = "receipt-not-found"
    status = 404


class ParameterError(RequestError):
    """A parameter is unknown, missing or cannot be read: `name`, `value`, `expected`."""

    slug = "parameter"


class QueryRefusedError(RequestError):
    """The text guard refuses a free query: `reason`."""

    slug = "query-refused"


class QuerySyntaxError(RequestError):
    """A free query cannot be read: `reason`."""

    slug = "query-syntax"


class QueryTimeoutError(RequestError):
    """A free query ran into a limit and was ended: `limit`."""

    slug = "query-limit"
    status = 503


class QueryBusyError(RequestError):
    """Others' free queries are at work; one may be asked again after some `seconds`."""

    slug = "query-busy"
    status = 503


class FilesBusyError(RequestError):
    """Others' files are being read; one may be sent again after some `seconds`."""

    slug = "files-busy"
    status = 503


class AnswerLimitError(RequestError):
    """A free query's answer is too long, and its format cannot say that it was cut: `limit`."""

    slug = "answer-limit"


class HostRefusedError(RequestError):
    """`Host` or `Origin` names another site: `value`."""

    slug = "host-refused"
    status = 403


class SignInNeededError(RequestError):
    """It is not known who asks: `reason`, that no token was given or that it does not hold."""

    slug = "sign-in"
    status = 401


class ForbiddenError(RequestError):
    """Who asks may not do that: `action`, `whose` data, the `role` that would do."""

    slug = "forbidden"
    status = 403


class TooManyAttemptsError(RequestError):
    """Too many wrong tokens in a minute; one may be tried again after some `seconds`."""

    slug = "too-many-attempts"
    status = 429


class NotAcceptableError(RequestError):
    """None of the formats asked for is written here: `value`."""

    slug = "not-acceptable"
    status = 406


class SubmissionError(RegistryError):
    """A file was refused; nothing changed."""

    slug = "submission"
    status = 422


class FormatError(SubmissionError):
    """The format is not read here: `value`."""

    slug = "format"
    status = 415


class CountsUncheckedError(SubmissionError):
    """Whether published counts give hidden ones away is not found in time: `limit_s`."""

    slug = "counts-unchecked"
    status = 422


class TooLargeError(SubmissionError):
    """A submission is over a limit: `limit`, `unit`."""

    slug = "too-large"
    status = 413


class RdfSyntaxError(SubmissionError):
    """RDF that cannot be read: `reason`, and its `place` where it is known, "at" or "near"."""

    slug = "rdf-syntax"


class LintError(SubmissionError):
    """Right syntax, contents that are refused: `reason`, `value`."""

    slug = "lint"


class WorkbookError(SubmissionError):
    """A workbook is not read: `reason`, `value`."""

    slug = "workbook"


class ColumnsError(SubmissionError):
    """A mapping of columns cannot be read: `value` stands where `expected` is expected."""

    slug = "columns"


class TableError(SubmissionError):
    """Cells that cannot be read: `faults`, each with file, row, column, value and text."""

    slug = "table"


class FormError(SubmissionError):
    """Fields that cannot be read: `faults`, each with record, field, value and text."""

    slug = "form"


class ShapeViolationError(SubmissionError):
    """SHACL refuses the data: `report`, a `graphsvc.validation.report.Report`."""

    slug = "shape-violation"


class VersionConflictError(SubmissionError):
    """Others changed meanwhile what is changed: `given`, `present`, `conflicts`."""

    slug = "version-conflict"
    status = 409


class NotUndoableError(SubmissionError):
    """An entry of the journal changed nobody's data: `sequence`."""

    slug = "not-undoable"
    status = 409


class NotOpenError(SubmissionError):
    """A submission is not in a state in which that can be done: `state`, `wanted`."""

    slug = "not-open"
    status = 409


class FourEyesError(SubmissionError):
    """Nobody accepts what they handed in themselves."""

    slug = "four-eyes"
    status = 403


class RemarkNeededError(SubmissionError):
    """Nothing is returned without a word on what to mend."""

    slug = "remark-needed"


class TooManyOpenError(SubmissionError):
    """Too many submissions of one editor are open: `limit`."""

    slug = "too-many-open"
    status = 429


class RetryKeyError(SubmissionError):
    """A key of retries was used for something else, or what it was used for is at work: `key`."""

    slug = "retry-key"
    status = 409
