import Base
import Storage

/// Every statement about teams and who is in them.
struct TeamSQL {
    let db: Connection

    /// Every team with its members, by name.
    func all() throws(DatabaseError) -> [Team] {
        let members = try db.all(TeamMember.self, "SELECT team_id, agent_id FROM team_member")
        let byTeam = Dictionary(grouping: members, by: \.team)
        let rows = try db.all(
            TeamRow.self,
            "SELECT id, name, hours, outside_hours, replies_within_ms FROM team ORDER BY name, id"
        )
        return rows.map { $0.team(Set((byTeam[$0.id] ?? []).map(\.agent))) }
    }

    /// - Throws: `DatabaseError` with a unique violation when the name is taken.
    func insert(_ team: Team, at now: Instant) throws(DatabaseError) {
        try db.run(
            """
            INSERT INTO team (id, name, hours, outside_hours, replies_within_ms, created_at, updated_at)
            VALUES (\(team.id), \(team.name), \(team.hours.map(JSONColumn.init)), \(team.outsideHours),
                \(Int(team.repliesWithin.wholeMilliseconds)), \(now), \(now))
            """
        )
    }

    /// - Returns: Whether there is such a team.
    func update(_ team: Team, at now: Instant) throws(DatabaseError) -> Bool {
        try db.run(
            """
            UPDATE team SET name = \(team.name), hours = \(team.hours.map(JSONColumn.init)),
                outside_hours = \(team.outsideHours),
                replies_within_ms = \(Int(team.repliesWithin.wholeMilliseconds)), updated_at = \(now)
            WHERE id = \(team.id)
            """
        ) == 1
    }

    /// - Returns: Whether there was such a team.
    /// - Throws: `DatabaseError` with a violated foreign key when something refers to it.
    func delete(_ team: ID<Team>) throws(DatabaseError) -> Bool {
        try db.run("DELETE FROM team_member WHERE team_id = \(team)")
        return try db.run("DELETE FROM team WHERE id = \(team)") == 1
    }

    func setMembers(_ members: Set<ID<Agent>>, of team: ID<Team>) throws(DatabaseError) {
        try db.run("DELETE FROM team_member WHERE team_id = \(team)")
        for agent in members.sorted() {
            try db.run("INSERT INTO team_member (team_id, agent_id) VALUES (\(team), \(agent))")
        }
    }
}

private struct TeamMember: RowDecodable {
    let team: ID<Team>
    let agent: ID<Agent>

    init(row: Row) throws(DatabaseError) {
        self.team = try row.get("team_id")
        self.agent = try row.get("agent_id")
    }
}

private struct TeamRow: RowDecodable {
    let id: ID<Team>
    let name: String
    let hours: JSONColumn<BusinessHours>?
    let outsideHours: Team.OutsideHours
    let repliesWithinMilliseconds: Int

    init(row: Row) throws(DatabaseError) {
        self.id = try row.get("id")
        self.name = try row.get("name")
        self.hours = try row.get("hours")
        self.outsideHours = try row.get("outside_hours")
        self.repliesWithinMilliseconds = try row.get("replies_within_ms")
    }

    func team(_ members: Set<ID<Agent>>) -> Team {
        Team(
            id: id,
            name: name,
            hours: hours?.value,
            outsideHours: outsideHours,
            repliesWithin: .milliseconds(repliesWithinMilliseconds),
            members: members
        )
    }
}
