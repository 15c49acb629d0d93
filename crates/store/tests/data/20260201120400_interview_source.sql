update interview set source = 'panel' where id = (select min(id) from interview);
