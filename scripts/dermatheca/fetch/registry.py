"""ClinicalTrials.gov's API, version 2: https://clinicaltrials.gov/data-api/api (`/studies/{nctId}`)."""

from __future__ import annotations

import json
from dataclasses import dataclass

from pydantic import BaseModel, Field

from dermatheca.fetch.client import Client
from dermatheca.fetch.record import plain

NAME = "ClinicalTrials.gov"
FIELDS = "IdentificationModule,StatusModule,ConditionsModule,ArmsInterventionsModule,HasResults"


class _Identification(BaseModel):
    nct: str = Field(alias="nctId")
    aliases: list[str] = Field([], alias="nctIdAliases")
    brief_title: str = Field("", alias="briefTitle")
    official_title: str = Field("", alias="officialTitle")
    acronym: str = ""


class _Status(BaseModel):
    overall: str = Field(alias="overallStatus")
    why_stopped: str = Field("", alias="whyStopped")


class _Conditions(BaseModel):
    conditions: list[str] = []


class _Intervention(BaseModel):
    name: str = ""
    other_names: list[str] = Field([], alias="otherNames")


class _Interventions(BaseModel):
    interventions: list[_Intervention] = []


class _Protocol(BaseModel):
    identification: _Identification = Field(alias="identificationModule")
    status: _Status = Field(alias="statusModule")
    conditions: _Conditions = Field(_Conditions(), alias="conditionsModule")
    interventions: _Interventions = Field(_Interventions(), alias="armsInterventionsModule")


class _Study(BaseModel):
    protocol: _Protocol = Field(alias="protocolSection")
    has_results: bool = Field(False, alias="hasResults")


@dataclass(frozen=True)
class Study:
    """A trial as its registry describes it; `status` in words, e.g. 'completed', 'active not recruiting'."""

    nct: str
    title: str
    words: str  # everything that names what was studied: titles, acronym, conditions, interventions
    status: str
    why_stopped: str
    has_results: bool


@dataclass(frozen=True)
class Registry:
    """ClinicalTrials.gov at `base`."""

    client: Client
    base: str

    def study(self, nct: str) -> Study:
        """The record of a registry number. Raises FetchError."""
        return self.client.ask(
            NAME,
            f"{self.base}/studies/{nct}",
            {"format": "json", "fields": FIELDS},
            "json",
            lambda b: _read(b, nct),
            nct,
        )


def _read(body: bytes, nct: str) -> Study:
    study = _Study.model_validate(json.loads(body.decode("utf-8")))
    about, status = study.protocol.identification, study.protocol.status
    if nct not in (about.nct, *about.aliases):
        raise ValueError(f"it is about another study, {about.nct[:20]}")
    interventions = study.protocol.interventions.interventions
    names = [name for one in interventions for name in (one.name, *one.other_names)]
    conditions = study.protocol.conditions.conditions
    return Study(
        nct=about.nct,
        title=plain(about.brief_title or about.official_title),
        words=plain(" | ".join((about.brief_title, about.official_title, about.acronym, *conditions, *names))),
        status=plain(status.overall.replace("_", " ").lower()),
        why_stopped=plain(status.why_stopped),
        has_results=study.has_results,
    )
