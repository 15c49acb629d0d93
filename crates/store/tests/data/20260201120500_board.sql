update interview set page = 'about', device = 'computer', source = 'members' where id = 2;
