"""All tables. Importing this package fills ``Base.metadata``."""

from crm.db.models.achievement import (
    Financing,
    GraduateHire,
    IntellectualProperty,
    Qualification,
    Talent,
    TechnologyContract,
)
from crm.db.models.approval import FilingCarry, FilingScan, FilingStep
from crm.db.models.engagement import (
    Attendance,
    Cooperation,
    Event,
    Organisation,
    Policy,
    Project,
    ServiceRecord,
)
from crm.db.models.evidence import ChangeNote, Evidence, EvidenceFile
from crm.db.models.figures import Observation
from crm.db.models.filing import Filing, FilingCell, FilingFinding
from crm.db.models.journal import IdCounter, JournalBatch, OperationRecord
from crm.db.models.note import Note
from crm.db.models.operator import Mentor, OperatorFigure, StaffMember
from crm.db.models.overview import TenantOverview
from crm.db.models.premises import Building, Floor, Lease, LeaseLine, Room, Site
from crm.db.models.tenant import Contact, Founder, StageRecord, Tenant, TenantName

__all__ = [
    "Attendance",
    "Building",
    "ChangeNote",
    "Contact",
    "Cooperation",
    "Event",
    "Evidence",
    "EvidenceFile",
    "Filing",
    "FilingCarry",
    "FilingCell",
    "FilingFinding",
    "FilingScan",
    "FilingStep",
    "Financing",
    "Floor",
    "Founder",
    "GraduateHire",
    "IdCounter",
    "IntellectualProperty",
    "JournalBatch",
    "Lease",
    "LeaseLine",
    "Mentor",
    "Note",
    "Observation",
    "OperationRecord",
    "OperatorFigure",
    "Organisation",
    "Policy",
    "Project",
    "Qualification",
    "Room",
    "ServiceRecord",
    "Site",
    "StaffMember",
    "StageRecord",
    "Talent",
    "TechnologyContract",
    "Tenant",
    "TenantName",
    "TenantOverview",
]
