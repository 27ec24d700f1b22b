"""Lines of files of polling stations, as the councils' software writes them; the columns that we read, no others."""

from __future__ import annotations

from pathlib import Path

from gotv.actions import station_files
from gotv.models import Election, StationFile

XPRESS_DC = (
    "ElectionDate,Contested,Property_URN,AddressLine1,Post_Code,Polling_Place_Id,Polling_Place_Name,"
    "Polling_Place_Address_1,Polling_Place_Postcode,Polling_Place_Easting,Polling_Place_Northing,"
    "Polling_Place_UPRNProperty_URN,AddressLine11,Post_Code1,Polling_Place_District_Reference,Polling_Place_Id1,"
    "Polling_Place_Name1,Polling_Place_Address_11,Polling_Place_Postcode1,Polling_Place_Easting1,Polling_Place_Northing1"
)
XPRESS = (
    "Property_URN,Post_Code,Polling_Place_District_Reference,Polling_Place_Id,Polling_Place_Name,Polling_Place_Postcode"
)
HALAROSE = (
    "HouseID,UPRN,Postcode,PollingVenueID,PollingStationName,PollingStationNumber,PollingStationAddress1,"
    "PollingStationPostCode,PollingVenueEasting,PollingVenueNorthing,PollingDistrictId,PollingDistrictName"
)
EROS = "HouseID,HousePostCode,UPRN,PollingStationName,PollingStationNumber,PollingStationPostCode"
STATIONS = "Add1,PostCode,StationCode,Xordinate,Yordinate,PlaceName"
ADDRESSES = "Add1,PostCode,StationCode,UPRN,Xordinate,Yordinate"
CONTACT_CREATOR = (
    "ballot_box_number,polling_place_name,polling_place_address,polling_place_postcode,count_of_box_electors,"
    "count_of_postal_electors,ward,minimum_polling_number,maximum_polling_number,polling_district"
)
# Contact Creator's campaign stats: what stands above the sums, and a row of them by position.
STATS = [["TotalRows"], ["Total rows: 2"], [""], ["Ward_Value", "PollingDistrict_Value", "PandPDistinctPeople_Value8"]]


def sums(ward: str, code: str, *numbers: str) -> list[str]:
    """Return a row of campaign stats: electors, promises, postal electors, postal promises."""
    electors, promises, postal, postal_promises = numbers
    return [ward, code, electors, "0", promises, "0", "0", "0", "0", postal, "0", "0", postal_promises, "0"]


def stats(*rows: list[str]) -> str:
    """Return a file of campaign stats."""
    return "\n".join(",".join(f'"{cell}"' for cell in row) for row in [*STATS, *rows])


def xpress(*rows: tuple[str, str, str]) -> list[str]:
    """Return the lines of an Xpress file: district, place, postcode."""
    return [XPRESS, *(f"1,WX1 1AA,{code},7,{name},{postcode}" for code, name, postcode in rows)]


def upload(election: Election, folder: Path, *lines: str) -> StationFile:
    """Upload a file of these lines. Wants an open scope."""
    path = folder / "stations.csv"
    path.write_text("\n".join(lines))
    return station_files.upload(election=election, file_name="stations.csv", path=path, by=None)
