-- What is out of use holds no team.
UPDATE queue SET team_id = NULL WHERE NOT is_active;
